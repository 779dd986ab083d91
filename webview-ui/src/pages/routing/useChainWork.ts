import type { FallbackChain } from '../../../../src/protocol/routing.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import type { Action } from '../../parts/action.tsx';
import { moveEntry, removeEntry } from './chainEdit.ts';
import { fallbacksPath } from './routingQueries.ts';

type Chain = Pick<FallbackChain, 'kind' | 'model'> & { readonly names: readonly string[] };

/** Changes of chains. Each is written into the config at once, and can be taken back. */
export interface ChainWork {
  readonly move: (chain: Chain, index: number, by: -1 | 1) => void;
  readonly remove: (chain: Chain, index: number) => void;
  readonly add: (chain: Chain, model: string) => void;
}

export function useChainWork(action: Action): ChainWork {
  const { transport, strings, format } = useDashboard();
  const { routing } = strings;
  const write = ({ kind, model }: Chain, fallbacks: readonly string[]): Promise<unknown> =>
    transport.send('PUT', fallbacksPath, { kind, ...(model === null ? {} : { model }), fallbacks });
  const change = (chain: Chain, fallbacks: readonly string[], text: string): void =>
    void action.run(async () => {
      await write(chain, fallbacks);
      return { text, undo: () => write(chain, chain.names) };
    });
  return {
    move: (chain, index, by) =>
      change(
        chain,
        moveEntry(chain.names, index, by),
        routing.moved(chain.names[index] ?? '', format.integer(index + by + 1)),
      ),
    remove: (chain, index) => change(chain, removeEntry(chain.names, index), routing.removed(chain.names[index] ?? '')),
    add: (chain, model) => change(chain, [...chain.names, model], routing.added(model)),
  };
}
