/** Something that a simulator waits for until the test says so. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function openGate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
