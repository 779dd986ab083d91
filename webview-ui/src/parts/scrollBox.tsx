import { type ReactNode, useEffect, useRef } from 'react';

/** A region that scrolls, and that the Tab key reaches only while there is something to scroll. */
export function ScrollBox({ label, children }: { label: string; children: ReactNode }): ReactNode {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const overflows = element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth;
    element.tabIndex = overflows ? 0 : -1;
  });
  return (
    <section ref={box} className="scrollBox" aria-label={label}>
      {children}
    </section>
  );
}
