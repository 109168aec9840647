import { speak } from "../../../common/i18n";
import enCharts from "../../../locales/en-charts.json";

// The words of the charts, which come with them.
speak(enCharts, () => import("../../../locales/de-charts.json"));
