"use client";
import { useEffect, useState } from "react";
import { localStore } from "../../lib/localStore.ts";

const key = "pixelmill.autoStart";

/** Whether a job starts as soon as its files are chosen, remembered in this browser. */
export function useAutoStart(): readonly [boolean, (isOn: boolean) => void] {
  const [isOn, setIsOn] = useState(false);
  // After the first render, which has to be the one the server made.
  useEffect(() => setIsOn(localStore.read(key) === true), []);
  const change = (next: boolean) => {
    setIsOn(next);
    localStore.write(key, next);
  };
  return [isOn, change];
}
