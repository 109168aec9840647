import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { gatewayTransport } from "./common/api";
import { sessionToken } from "./features/session/session";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App transport={gatewayTransport(sessionToken)} />
  </StrictMode>,
);
