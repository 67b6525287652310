import { portable } from "./portable.ts";
import { describeNativeContract } from "./testing/contract.ts";

describeNativeContract("portable", () => portable);
