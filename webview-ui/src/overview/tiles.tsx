import type { ReactNode } from 'react';
import type { Overview, Totals } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { changeOf, costIsUnknown, hitRate, promptTokens } from '../series/totals.ts';
import { changeSize, changeText } from './change.ts';
import { Tile, Unbroken } from './tile.tsx';

function CostTile({ overview }: { overview: Overview | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  const { range } = useSaved().state;
  if (overview === undefined) return <Tile label={strings.tiles.cost} value={undefined} />;
  const { totals, previous } = overview;
  const unknown = totals.unknownCostRequests;
  const unknownText = format.integer(unknown);
  const words = strings.tiles.unknownRequests(unknown, unknownText);
  if (costIsUnknown(totals)) {
    return (
      <Tile label={strings.tiles.cost} value={strings.unknown}>
        <span className="warn">{words}</span>
      </Tile>
    );
  }
  const change = changeOf(totals.cost, previous.cost);
  const whole = changeText(change, range.name, strings, format);
  return (
    <Tile label={strings.tiles.cost} value={format.money(totals.cost)}>
      {unknown === 0 ? whole : null}
      {unknown > 0 && change !== undefined ? <span title={whole}>{changeSize(change, format)} · </span> : null}
      {unknown > 0 ? (
        <span className="warn" title={words}>
          {strings.tiles.ofUnknownCost(format.compact(unknown))}
        </span>
      ) : null}
    </Tile>
  );
}

function SavedTile({ totals }: { totals: Totals | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  const rate = totals === undefined ? undefined : hitRate(totals);
  return (
    <Tile label={strings.tiles.saved} value={totals && format.money(totals.cacheSavings)}>
      {rate === undefined ? strings.tiles.noCache : strings.tiles.hitRate(format.percent(rate))}
    </Tile>
  );
}

function TokensTile({ totals }: { totals: Totals | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  if (totals === undefined) return <Tile label={strings.tiles.tokens} value={undefined} />;
  const input = promptTokens(totals);
  const all = input + totals.outputTokens;
  return (
    <Tile
      label={strings.tiles.tokens}
      value={format.compact(all)}
      title={strings.tiles.exactTokens(all, format.integer(all))}
    >
      <span title={strings.tiles.inAndOut(format.integer(input), format.integer(totals.outputTokens))}>
        <Unbroken text={strings.tiles.inAndOut(format.compact(input), format.compact(totals.outputTokens))} />
      </span>
    </Tile>
  );
}

function RequestsTile({ totals }: { totals: Totals | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  if (totals === undefined) return <Tile label={strings.tiles.requests} value={undefined} />;
  const { failures, fallbacks } = totals;
  return (
    <Tile label={strings.tiles.requests} value={format.integer(totals.requests)}>
      {failures > 0 ? (
        <span className="failure whole">{strings.tiles.failed(failures, format.integer(failures))}</span>
      ) : (
        strings.tiles.noneFailed
      )}
      {fallbacks > 0 ? (
        <>
          {' · '}
          <span className="whole">{strings.tiles.fellBack(fallbacks, format.integer(fallbacks))}</span>
        </>
      ) : null}
    </Tile>
  );
}

function FirstTokenTile({ overview }: { overview: Overview | undefined }): ReactNode {
  const { strings, format } = useDashboard();
  const text = (ms: number | null | undefined): string => (typeof ms === 'number' ? format.duration(ms) : strings.none);
  return (
    <Tile
      label={strings.tiles.firstToken}
      value={overview === undefined ? undefined : text(overview.latency.timeToFirstTokenP50)}
    >
      {strings.tiles.p95(text(overview?.latency.timeToFirstTokenP95))}
    </Tile>
  );
}

/** The figures that matter most: money, then what it bought, then how fast. */
export function Tiles({ overview }: { overview: Overview | undefined }): ReactNode {
  return (
    <dl className="tiles">
      <CostTile overview={overview} />
      <SavedTile totals={overview?.totals} />
      <TokensTile totals={overview?.totals} />
      <RequestsTile totals={overview?.totals} />
      <FirstTokenTile overview={overview} />
    </dl>
  );
}
