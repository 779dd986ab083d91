import { type RefObject, useEffect, useRef } from 'react';

const LEAVING = ['keydown', 'focusin', 'pointerdown'] as const;

/** Closes what is open in an element with Escape, and when a click or the focus goes elsewhere. `close` must stay the same. */
export function useDismiss<E extends HTMLElement>(open: boolean, close: () => void): RefObject<E | null> {
  const box = useRef<E>(null);
  useEffect(() => {
    if (!open) return undefined;
    const leave = (event: Event): void => {
      const within = event.target instanceof Node && box.current?.contains(event.target) === true;
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !within) close();
    };
    for (const name of LEAVING) document.addEventListener(name, leave);
    return () => {
      for (const name of LEAVING) document.removeEventListener(name, leave);
    };
  }, [open, close]);
  return box;
}
