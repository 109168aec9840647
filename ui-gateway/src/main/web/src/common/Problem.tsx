import { sentence } from "./problem";

/** Why something could not be done; nothing if it could. */
export function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p className="problem" role="alert">
      {sentence(error)}
    </p>
  );
}
