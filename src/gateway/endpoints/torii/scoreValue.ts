import { GatewayError } from '../../../domain/errors.ts';
import type { Score } from '../../../domain/score.ts';
import type { NewScore } from '../../../protocol/scores.ts';

/** Kind and value of a new score, in the form that is stored. Throws `bad-request` where they do not fit each other. */
export function readScoreValue({ value, data_type: asked }: NewScore): Pick<Score, 'value' | 'dataType'> {
  const dataType = asked ?? typeOf(value);
  const stored = typeof value === 'boolean' ? Number(value) : value;
  if (typeof stored === 'string' ? isForTexts(dataType) : isForNumbers(dataType, stored)) {
    return { dataType, value: stored };
  }
  const wanted = { NUMERIC: 'a number', BOOLEAN: 'true or false', CATEGORICAL: 'a label', TEXT: 'a text' }[dataType];
  throw new GatewayError('bad-request', `value must be ${wanted} for a score of type ${dataType}.`, { param: 'value' });
}

function typeOf(value: NewScore['value']): Score['dataType'] {
  if (typeof value === 'boolean') return 'BOOLEAN';
  return typeof value === 'number' ? 'NUMERIC' : 'CATEGORICAL';
}

function isForTexts(type: Score['dataType']): boolean {
  return type === 'CATEGORICAL' || type === 'TEXT';
}

function isForNumbers(type: Score['dataType'], value: number): boolean {
  return type === 'NUMERIC' || (type === 'BOOLEAN' && (value === 0 || value === 1));
}
