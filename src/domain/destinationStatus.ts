import type { DestinationKind } from './destinations.ts';

/** How sending goes. Counts are of this process since it began; `queued` is what waits on disk, whoever put it there. */
export interface DestinationStatus {
  readonly id: string;
  readonly kind: DestinationKind;
  /** Without secrets. */
  readonly address: string;
  readonly state: 'ok' | 'failing' | 'paused' | 'idle';
  readonly queued: number;
  readonly sent: number;
  readonly dropped: number;
  readonly lastError: { readonly at: number; readonly message: string } | undefined;
  /** Epoch ms. */
  readonly lastSentAt: number | undefined;
  /** As the last exchange or test found them. */
  readonly transport: string | undefined;
  readonly version: string | undefined;
  /** Prompts and answers go there. */
  readonly content: boolean;
}

export interface DestinationTest {
  readonly ok: boolean;
  readonly detail: string;
  readonly version: string | undefined;
  readonly transport: string | undefined;
}

/** What an administrator may do with the destinations in force. All give undefined for an id that is none of them. */
export interface DestinationControl {
  list(): readonly DestinationStatus[];
  /** Asks the destination whether it is there and lets us in; sends no trace. */
  test(id: string): Promise<DestinationTest | undefined>;
  /** Sends nothing more until `resume`; traces wait on disk. */
  pause(id: string): DestinationStatus | undefined;
  resume(id: string): DestinationStatus | undefined;
  /** Sends what waits, now. */
  flush(id: string): Promise<DestinationStatus | undefined>;
}
