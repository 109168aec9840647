import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { gatewayTransport } from "./common/api";
import { spoken } from "./common/i18n";
import { dropStaged } from "./common/sink";
import { sessionToken } from "./features/session/session";

void dropStaged();
void spoken().then(() =>
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <App transport={gatewayTransport(sessionToken)} />
    </StrictMode>,
  ),
);
