import type { ReactNode } from 'react';
import type { RequestDetail } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { toCostLines } from './costLines.ts';

function Lines({ detail }: { detail: RequestDetail }): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <table>
      <thead className="hidden">
        <tr>
          <th scope="col">{strings.detail.part}</th>
          <th scope="col">{strings.detail.tokens}</th>
          <th scope="col">{strings.requests.cost}</th>
        </tr>
      </thead>
      <tbody>
        {toCostLines(detail).map(({ name, tokens, cost }) => (
          <tr key={name}>
            <th scope="row">{strings.detail.lines[name]}</th>
            <td className="number">{tokens === undefined ? '' : format.integer(tokens)}</td>
            <td className="number">{format.money(cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CostPartsProps {
  readonly detail: RequestDetail;
  readonly level?: 'h2' | 'h3';
}

/** What the cost is made of, or why it is not known. */
export function CostParts({ detail, level: Heading = 'h3' }: CostPartsProps): ReactNode {
  const { strings, format } = useDashboard();
  const { cost, cacheSavings } = detail;
  const reason = detail.inputTokens === null ? strings.detail.notCounted : strings.detail.noPrice;
  return (
    <section className="costParts">
      <Heading>
        {strings.detail.costParts}
        <span className="number">{cost === null ? strings.unknown : format.money(cost)}</span>
      </Heading>
      {cost === null ? <p className="dim">{reason}</p> : <Lines detail={detail} />}
      {cost !== null && cacheSavings !== null && cacheSavings !== 0 ? (
        <p className="dim number">{strings.detail.withoutCaching(format.money(cost + cacheSavings))}</p>
      ) : null}
    </section>
  );
}
