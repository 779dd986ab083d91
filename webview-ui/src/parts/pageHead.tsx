import { type ReactNode, useEffect, useRef } from 'react';

interface PageHeadProps {
  readonly title: ReactNode;
  /** Where the page stands, above its title: links and words. */
  readonly crumbs?: ReactNode;
  /** Quieter words beside the title. */
  readonly note?: ReactNode;
  /** Takes the focus when the page opens; false for the first page of all. */
  readonly focus?: boolean;
}

/** The title of a page. The focus goes there after a step from another page, so that a screen reader tells where one is. */
export function PageHead({ title, crumbs, note, focus = true }: PageHeadProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const none = document.activeElement === null || document.activeElement === document.body;
    if (focus && none) heading.current?.focus({ preventScroll: true });
  }, [focus]);
  return (
    <header className="pageHead">
      {crumbs === undefined ? null : <p className="crumbs">{crumbs}</p>}
      <h1 ref={heading} tabIndex={-1}>
        {title}
        {note === undefined ? null : <span className="pageHeadNote">{note}</span>}
      </h1>
    </header>
  );
}
