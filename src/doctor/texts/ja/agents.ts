import type { agentsTexts as english } from '../en/agents.ts';
import type { FindingText } from '../text.ts';

const RECONFIGURE = '{agent} をもう一度設定してください。専用のキーが発行されます。';

export const agentsTexts: Readonly<Record<keyof typeof english, FindingText>> = {
  'agents-none': { summary: 'このマシンで Torii を使うほかのコーディングエージェントはありません。' },
  'agent-absent': { summary: '{agent} はこのマシンに見つかりません。' },
  'agent-elsewhere': { summary: '{agent} はありますが、Torii を使っていません。' },
  'agent-ok': { summary: '{agent} は {address} のゲートウェイを、有効なキーとモデルで使っています。' },
  'agent-file-invalid': {
    summary: '{agent} の設定ファイルを読めません: {file}。',
    meaning: '{agent} は空とみなし、上書きするおそれがあります。',
    fix: 'ファイルを直すか別の場所に移し、「Torii: Cline を設定」または "torii configure" を実行してください。',
  },
  'agent-other-address': {
    summary: '{agent} の設定は {address} ですが、ゲートウェイは {here} にあります。',
    fix: '{agent} をもう一度設定するか (「Torii: Cline を設定」、"torii configure")、ポートを元に戻してください。',
  },
  'agent-otherwise': {
    summary: '{agent} はゲートウェイのアドレスを持っていますが、ほかの設定で別の場所につながります: {settings}。',
    fix: '{agent} で Torii (LiteLLM) を選ぶか、もう一度設定してください。',
  },
  'agent-model-unknown': {
    summary: '{agent} が求めるモデル {model} はゲートウェイにありません。',
    fix: '{agent} で別のモデルを選ぶか、その名前のグループまたは別名を設定に加えてください。',
  },
  'agent-no-key': { summary: '{agent} にゲートウェイのキーがありません。', fix: RECONFIGURE },
  'agent-master-key': {
    summary: '{agent} がホームのマスターキーを使っています。',
    meaning: '設定ファイルに平文で書かれ、その支出をあなたのものと区別できません。',
    fix: RECONFIGURE,
  },
  'agent-key-unknown': {
    summary: 'ゲートウェイは {agent} のキーを知りません。',
    meaning: '削除されたか、別のホームのキーです。',
    fix: RECONFIGURE,
  },
  'agent-key-blocked': {
    summary: '{agent} のキーはブロックされています。',
    fix: 'ダッシュボードの「キー」ページで解除してください。',
  },
  'agent-key-expired': { summary: '{agent} のキーは期限切れです。', fix: RECONFIGURE },
};
