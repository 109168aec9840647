# Written by packaging/src/main/release/release from the checksums of release @VERSION@.
class Pmm < Formula
  desc "Own your AI: a mind in one file, with any model"
  version "@VERSION@"
  license "MIT"

  on_macos do
    on_arm do
      url "@BASE@/@VERSION@/pmm-@VERSION@-macos-arm64.tar.gz"
      sha256 "@MACOS_ARM64@"
    end
    on_intel do
      url "@BASE@/@VERSION@/pmm-@VERSION@-macos-x64.tar.gz"
      sha256 "@MACOS_X64@"
    end
  end
  on_linux do
    on_arm do
      url "@BASE@/@VERSION@/pmm-@VERSION@-linux-arm64.tar.gz"
      sha256 "@LINUX_ARM64@"
    end
    on_intel do
      url "@BASE@/@VERSION@/pmm-@VERSION@-linux-x64.tar.gz"
      sha256 "@LINUX_X64@"
    end
  end

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/pmm"
  end

  service do
    run [opt_bin/"pmm", "start", "--no-open", "--foreground"]
    keep_alive successful_exit: false
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/pmm version")
  end
end
