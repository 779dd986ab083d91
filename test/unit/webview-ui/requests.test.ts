import { describe, expect, it } from 'vitest';
import { toCostLines } from '../../../webview-ui/src/requests/costLines.ts';
import { type Attempt, toTimeLine } from '../../../webview-ui/src/requests/lanes.ts';
import {
  answeringModel,
  cacheShare,
  clientName,
  inputOf,
  outcomeOf,
} from '../../../webview-ui/src/requests/requestFacts.ts';
import { requestDetail, requestList } from '../../tools/dashboardFixtures.ts';

const NOW = Date.UTC(2026, 10, 21);
const [fellBack, plainRequest, , failed, local] = requestList(20, NOW).requests;
if (!fellBack || !plainRequest || !failed || !local) throw new Error('The fixtures are too short.');

describe('a request in the list', () => {
  it('is done, failed or cancelled', () => {
    expect(outcomeOf(fellBack)).toBe('done');
    expect(outcomeOf(failed)).toBe('failed');
    expect(outcomeOf({ status: 'failure', httpStatus: 499 })).toBe('cancelled');
  });

  it('names the model that answered only where another was asked for', () => {
    expect(answeringModel(fellBack)).toBe('claude-3-7-sonnet');
    expect(answeringModel(plainRequest)).toBeUndefined();
  });

  it('counts all that went in, and nothing where nothing was counted', () => {
    expect(inputOf(plainRequest)).toBe(1_200 + 9_000 + 2_000);
    expect(inputOf(failed)).toBeNull();
  });

  it('has a cache share only where a cache was used', () => {
    expect(cacheShare(plainRequest)).toBeCloseTo(9_000 / 12_200);
    expect(cacheShare(local)).toBeUndefined();
  });

  it('shows the name of the client without its version', () => {
    expect(clientName('Cline/4.0.12')).toBe('Cline');
    expect(clientName('node')).toBe('node');
  });

  it('calls an agent by its name, whatever its product is called', () => {
    expect(clientName('claude-cli/2.0.31')).toBe('Claude Code');
    expect(clientName('Kilo-Code/5.2.0')).toBe('Kilo Code');
    expect(clientName('cline')).toBe('Cline');
  });
});

describe('the cost of a request', () => {
  it('is listed by part, without the parts that were not used', () => {
    const detail = requestDetail(fellBack.callId, NOW);
    if (detail === undefined) throw new Error('The fixture is missing.');
    expect(toCostLines(detail).map(({ name, tokens }) => [name, tokens])).toEqual([
      ['input', 1_200],
      ['cacheRead', 9_000],
      ['cacheWrite5m', 2_000],
      ['output', 340],
    ]);
    expect(toCostLines({ ...detail, costParts: null })).toEqual([]);
  });

  it('claims no count for a lifetime where both were written', () => {
    const detail = requestDetail(fellBack.callId, NOW);
    if (detail?.costParts == null) throw new Error('The fixture is missing.');
    const both = { ...detail, costParts: { ...detail.costParts, cacheWrite1h: 5 } };
    expect(toCostLines(both).filter(({ tokens }) => tokens === undefined)).toHaveLength(2);
  });
});

describe('the time line of attempts', () => {
  const attempt = (startedAt: number, durationMs: number, timeToFirstTokenMs: number | null): Attempt => ({
    notes: [],
    deploymentId: 'd',
    group: 'g',
    provider: 'bedrock',
    model: 'm',
    region: null,
    startedAt,
    waitMs: 0,
    durationMs,
    timeToFirstTokenMs,
    status: timeToFirstTokenMs === null ? 'failure' : 'success',
    httpStatus: null,
    error: null,
    upstreamRequestId: null,
    reason: 'first',
  });

  it('places each attempt on the whole', () => {
    const { lanes, durationMs } = toTimeLine([attempt(1_000, 200, null), attempt(1_500, 500, 250)]);
    expect(durationMs).toBe(1_000);
    expect(lanes.map(({ start, firstToken, end }) => [start, firstToken, end])).toEqual([
      [0, 0, 0.2],
      [0.5, 0.75, 1],
    ]);
  });

  it('is empty for a request that was refused before any model was asked', () => {
    expect(toTimeLine([])).toEqual({ lanes: [], durationMs: 0 });
  });
});
