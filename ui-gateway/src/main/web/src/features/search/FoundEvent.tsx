import EventDialog from "../mind/EventDialog";
import "../mind/mind.css";
import "../mind/words";

/** What stands in no talk, as the event that holds it. */
export default EventDialog;
