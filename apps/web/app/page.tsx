import { StartPage } from "../features/upload/StartPage.tsx";

export default StartPage;
