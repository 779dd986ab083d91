import { describe, expect, it } from 'vitest';
import { inJapanese } from '../../../../src/protocol/sentences/inJapanese.ts';
import { japaneseSentences } from '../../../../src/protocol/sentences/japanese/japaneseSentences.ts';
import { type SentenceTable, Translator } from '../../../../src/protocol/sentences/translator.ts';
import { writtenSentences } from './writtenSentences.ts';

/** Files whose sentences a person can meet in the editor or the dashboard. */
const SHOWN = [
  'src/config/**/*.ts',
  'src/clients/**/*.ts',
  'src/storage/**/*.ts',
  'src/domain/**/*.ts',
  'src/providers/{network,demo}/*.ts',
  'src/providers/openai/{connectionErrors,target}.ts',
  'src/telemetry/mlflow/mlflowControl.ts',
  'src/gateway/*.ts',
  'src/gateway/{health,limits,management,routing}/*.ts',
  'src/gateway/endpoints/{ui,uiFiles,uiPage,audit,models,metrics}.ts',
  'src/gateway/endpoints/{keys,management,teams,torii,users}/*.ts',
];

/** Sentences that are put together of several parts, by their beginnings: each form of them is an example below. */
const COMPOSED = [
  'x is missing.x',
  'x must be x, but is x.x',
  'The environment variable x x,',
  'x x (x). Nothing was written.',
  'The ledger x failedx.',
  'The proxy in x x.',
  'Budget has been exceeded! x',
  'x Raise torii.budget.x',
  'Model with id=x not found in db.x',
];
const isComposed = (text: string) => COMPOSED.some((beginning) => text.startsWith(beginning));
/** Nothing but values, or words that never leave the process. */
const WITHOUT_WORDS = new Set(['x', 'The question is over.']);

describe('what the gateway says, in Japanese', () => {
  it('has words for each sentence that the sources write into errors and findings', () => {
    const written = SHOWN.flatMap(writtenSentences).filter(({ text }) => !WITHOUT_WORDS.has(text) && !isComposed(text));
    expect(written.length).toBeGreaterThan(200);
    expect(written.filter(({ text }) => inJapanese(text) === text)).toEqual([]);
  });

  it.each([
    [
      'general_settings.master_key must be text, but is a list. This entry is left out.',
      'general_settings.master_key の値が正しくありません: リスト。必要な値: 文字列。この項目は除外されます。',
    ],
    [
      'The environment variable OPENAI_API_KEY is not set, so this key counts as absent. Set OPENAI_API_KEY in the environment or in the .env file beside the config, or remove this line.',
      '環境変数 OPENAI_API_KEY が設定されていないため、このキーは未指定として扱われます。環境変数または設定ファイルと同じフォルダーの .env で OPENAI_API_KEY を設定するか、この行を削除してください。',
    ],
    [
      '/work/config.yaml:3:5: This key stands twice in the same map. Keep one of the two, or merge them.',
      '/work/config.yaml:3:5: このキーは同じマップに 2 回書かれています。どちらか一方だけを残すか、まとめてください。',
    ],
    [
      'num_retrys is not a known key here; did you mean num_retries? Use `num_retries` if that is what you mean.',
      'num_retrys はここでは不明なキーです。num_retries のことですか? その意図であれば `num_retries` に変更してください。',
    ],
    [
      'it refused the key with status 401: no such key. Check LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY.',
      'キーが拒否されました (ステータス 401): no such key。LANGFUSE_PUBLIC_KEY と LANGFUSE_SECRET_KEY を確認してください。',
    ],
    [
      'it could not be reached: The server at localhost:3000 refused the connection. Check that the server runs and that the address names its port.',
      '接続できませんでした: サーバー localhost:3000 が接続を拒否しました。サーバーが動作していることと、the address のポートを確認してください。',
    ],
    [
      'Budget has been exceeded! Key=cline (sk-...abcd) Current cost: 1.02, Max budget: 1. This request was estimated at up to $0.5. The budget resets at 2026-12-01T00:00:00.000Z.',
      '予算を超えています: キー cline (sk-...abcd)。使用済み 1.02 USD、予算 1 USD。このリクエストの見積もりは最大 $0.5 です。予算は 2026-12-01T00:00:00.000Z にリセットされます。',
    ],
    [
      'Request timed out: the model sent nothing for 30 s. Raise the deployment’s timeout if it needs longer.'.replace(
        '’',
        "'",
      ),
      'タイムアウト: モデルが30 秒間何も送信しませんでした。時間が足りない場合は、デプロイの timeout を増やしてください。',
    ],
  ])('%s', (english, japanese) => {
    expect(inJapanese(english)).toBe(japanese);
  });

  it.each([
    'model_list is missing.',
    'model_list.0.model_name is missing. This entry is left out.',
    'router_settings.num_retries must be a number of at least 0, but is `-1`.',
    'The environment variable A is empty, so this key counts as absent',
    '/home/a/settings.json cannot be read (EACCES). Nothing was written. Allow access to it, then try again.',
    'The ledger /home/a/torii.db failed (SQLITE_MISUSE). The log holds the details.',
    'The ledger /home/a/torii.db failed. The log holds the details.',
    'The proxy in HTTPS_PROXY is not a URL. Write it like http://proxy.example.com:3128, with user:password@ before the host where it asks for a login.',
    'Budget has been exceeded! Team=red Model=gpt Current cost: 2 (and $0.1 reserved by running requests), Max budget: 2. This request was estimated at up to $0.5.',
    "Today has cost $2 of the $2 that a day may cost. Raise torii.budget.day in the editor's settings to go on. Nobody allowed it.",
    'Model with id=a not found in db.',
  ])('has words for: %s', (english) => {
    expect(inJapanese(english)).not.toBe(english);
    expect(inJapanese(english)).not.toMatch(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/);
  });

  it('has a place for each value, in the order of the English', () => {
    const placesOf = (text: string) => [...text.matchAll(/\{(\d)\}/g)].map(([, place]) => Number(place));
    const wrong = Object.entries(japaneseSentences).filter(([english, japanese]) => {
      const places = placesOf(english);
      return places.some((place, at) => place !== at) || placesOf(japanese).some((place) => !places.includes(place));
    });
    expect(wrong).toEqual([]);
  });

  it('leaves a provider’s words as they are', () => {
    const words = 'BedrockException: The provided model identifier is invalid.';
    expect(inJapanese(words)).toBe(words);
  });
});

describe('a table of sentences', () => {
  const translate = (table: SentenceTable, text: string) =>
    new Translator(table, { stop: '。', separator: '' }).translate(text);

  it('prefers the template that says most', () => {
    const table = { '{0} is missing.': '{0} がない', 'The key {0} is missing.': 'キー {0} がない' };
    expect(translate(table, 'The key a is missing.')).toBe('キー a がない');
  });

  it('takes characters of patterns as they are', () => {
    expect(translate({ 'a (b) [{0}] + c?': '{0}!' }, 'a (b) [x.y] + c?')).toBe('x.y!');
    expect(translate({ 'a.{0}': '{0}' }, 'abc')).toBeUndefined();
  });

  it('words several sentences where it knows all of them, and none otherwise', () => {
    const table = { 'One.': '一。', 'Two {0}.': '二 {0}。' };
    expect(translate(table, 'One. Two x.')).toBe('一。二 x。');
    expect(translate(table, 'One. Three.')).toBeUndefined();
  });

  it('leaves what is too long, or too many sentences, to whoever said it', () => {
    expect(translate({ '{0}!': '{0}！' }, `${'a'.repeat(3000)}!`)).toBeUndefined();
    expect(translate({ 'One.': '一。' }, Array.from({ length: 9 }, () => 'One.').join(' '))).toBeUndefined();
  });

  it('ends what ended without a stop', () => {
    expect(translate({ One: '一', 'Two.': '二。' }, 'One. Two.')).toBe('一。二。');
  });
});
