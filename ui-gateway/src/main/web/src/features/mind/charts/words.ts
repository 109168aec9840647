import { i18n } from "../../../common/i18n";
import enCharts from "../../../locales/en-charts.json";

// The words of the charts, which come with them.
i18n.load("en", enCharts);
