/** Two turns that are still to come. */
export function Skeleton() {
  return (
    <div className="skeleton" aria-hidden="true">
      <i className="right" />
      <i />
      <i className="short" />
      <i className="right" />
      <i />
    </div>
  );
}

/** A screen that is still to come, in the place where it will stand. */
export function Waiting({ talk }: { talk: boolean }) {
  if (talk) {
    return (
      <main className="waiting">
        <div className="waiting-head" />
        <Skeleton />
      </main>
    );
  }
  return (
    <main className="page">
      <div className="page-column">
        <WaitingCards />
      </div>
    </main>
  );
}

/** Cards that are still to come. */
export function WaitingCards() {
  return (
    <div className="waiting-cards" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  );
}
