import type { ReactNode } from "react";

function icon(shape: ReactNode) {
  return function Icon() {
    return (
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
        {shape}
      </svg>
    );
  };
}

export const ChatIcon = icon(<path d="M4 5h16v11H9l-5 4z" />);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4 20c1-5 5-6 8-6s7 1 8 6" />
  </>,
);
export const FindIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </>,
);
export const LockIcon = icon(
  <>
    <rect x="5" y="11" width="14" height="9" rx="2" />
    <path d="M8 11V8a4 4 0 0 1 8 0v3" />
  </>,
);
export const ChipIcon = icon(
  <>
    <rect x="6" y="6" width="12" height="12" rx="2" />
    <path d="M9 2v4M15 2v4M9 18v4M15 18v4M2 9h4M2 15h4M18 9h4M18 15h4" />
  </>,
);
export const ShieldIcon = icon(
  <>
    <path d="M12 3 5 6v6c0 5 3 8 7 9 4-1 7-4 7-9V6z" />
    <path d="m9 12 2 2 4-4" />
  </>,
);
export const WarnIcon = icon(<path d="M12 4 2.8 20h18.4zM12 10v4M12 17h.01" />);
export const GlobeIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18" />
  </>,
);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const DownIcon = icon(<path d="m6 9 6 6 6-6" />);
export const LeftIcon = icon(<path d="m14 6-6 6 6 6" />);
export const RightIcon = icon(<path d="m10 6 6 6-6 6" />);
export const CheckIcon = icon(<path d="m5 13 4 4L19 7" />);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
export const WhyIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 17h.01" />
  </>,
);
export const CopyIcon = icon(
  <>
    <rect x="8" y="8" width="12" height="12" rx="2" />
    <path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3" />
  </>,
);
export const AgainIcon = icon(<path d="M4 12a8 8 0 1 1 2.5 5.8M4 19v-5h5" />);
export const EditIcon = icon(<path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4" />);
export const MoreIcon = icon(<path d="M5 12h.01M12 12h.01M19 12h.01" />);
export const ListIcon = icon(<path d="M4 6h16M4 12h16M4 18h10" />);
export const SendIcon = icon(<path d="M12 19V5M6 11l6-6 6 6" />);
export const StopIcon = icon(<rect className="solid" x="7" y="7" width="10" height="10" rx="2" />);
export const BookmarkIcon = icon(<path d="M7 4h10v16l-5-4-5 4z" />);
export const FlagIcon = icon(<path d="M6 21V4h12l-2.5 4L18 12H6" />);
export const SparkIcon = icon(<path d="M12 3v5M12 16v5M3 12h5M16 12h5M6 6l3 3M15 15l3 3M18 6l-3 3M9 15l-3 3" />);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 7v5l3 2" />
  </>,
);
export const GrowthIcon = icon(<path d="M4 18 10 11l4 4 6-8M15 7h5v5" />);
export const FeedbackIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M8.5 14.5c1.8 2.2 5.2 2.2 7 0M9 9.5h.01M15 9.5h.01" />
  </>,
);
export const FileIcon = icon(<path d="M6 3h8l4 4v14H6zM14 3v4h4" />);
export const DownloadIcon = icon(<path d="M12 4v11M7 11l5 5 5-5M5 20h14" />);
export const DeviceIcon = icon(
  <>
    <rect x="4" y="5" width="16" height="11" rx="2" />
    <path d="M2 20h20" />
  </>,
);
export const KeyboardIcon = icon(
  <>
    <rect x="3" y="6" width="18" height="12" rx="2" />
    <path d="M7 10h.01M11 10h.01M15 10h.01M8 14h8" />
  </>,
);
export const ImageIcon = icon(
  <>
    <rect x="4" y="5" width="16" height="14" rx="2" />
    <path d="m4 16 5-5 4 4 3-3 4 4" />
  </>,
);
export const PairIcon = icon(
  <>
    <rect x="3" y="5" width="8" height="14" rx="2" />
    <rect x="13" y="5" width="8" height="14" rx="2" />
  </>,
);
