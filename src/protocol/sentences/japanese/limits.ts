import type { SentenceTable } from '../translator.ts';

/** Budgets, caps and rates that a call met. */
export const limits: SentenceTable = {
  'Budget has been exceeded! {0} Current cost: {1}, Max budget: {2}. This request was estimated at up to {3}.':
    '予算を超えています: {0}。使用済み {1} USD、予算 {2} USD。このリクエストの見積もりは最大 {3} です。',
  'Budget has been exceeded! {0} Current cost: {1} (and {2} reserved by running requests), Max budget: {3}. This request was estimated at up to {4}.':
    '予算を超えています: {0}。使用済み {1} USD (ほかに実行中のリクエストの確保分 {2})、予算 {3} USD。このリクエストの見積もりは最大 {4} です。',
  'The budget resets at {0}.': '予算は {0} にリセットされます。',
  'Key={0}': 'キー {0}',
  'User={0}': 'ユーザー {0}',
  'Team={0}': 'チーム {0}',
  'TeamMember={0}': 'チームメンバー {0}',
  'EndUser={0}': '顧客 {0}',
  'Tag={0}': 'タグ {0}',
  'Deployment={0}': 'デプロイ {0}',
  Proxy: 'ゲートウェイ全体',
  'The deployment {0} has no budget left. Current cost: {1}, Max budget: {2}.':
    'デプロイ {0} の予算が残っていません。使用済み {1} USD、予算 {2} USD。',
  "The price of '{0}' is not known, so a budget could not hold. Set input_cost_per_token and output_cost_per_token in its litellm_params (0 where it is free), or torii_settings.budgets.unpriced_models: allow.":
    '「{0}」の価格が不明なため、予算を守れません。litellm_params に input_cost_per_token と output_cost_per_token (無料なら 0) を設定するか、torii_settings.budgets.unpriced_models: allow を設定してください。',
  "This request could cost up to {0}, and a request may cost {1}. Raise torii.budget.{2} in the editor's settings to go on.":
    'このリクエストは最大 {0} かかる可能性があり、1 件の上限 {1} を超えます。続けるにはエディターの設定 torii.budget.{2} を増やしてください。',
  "This task has cost {0} of the {1} that a task may cost. Raise torii.budget.{2} in the editor's settings to go on.":
    'このタスクのコストは {0} で、上限 {1} に達しています。続けるにはエディターの設定 torii.budget.{2} を増やしてください。',
  "Today has cost {0} of the {1} that a day may cost. Raise torii.budget.{2} in the editor's settings to go on.":
    '今日のコストは {0} で、上限 {1} に達しています。続けるにはエディターの設定 torii.budget.{2} を増やしてください。',
  "This month has cost {0} of the {1} that a month may cost. Raise torii.budget.{2} in the editor's settings to go on.":
    '今月のコストは {0} で、上限 {1} に達しています。続けるにはエディターの設定 torii.budget.{2} を増やしてください。',
  'Nobody allowed it.': '許可されませんでした。',
  'Rate limit exceeded for {0}: {1}. Limit type: {2}. Current limit: {3}, Remaining: {4}. Limit resets at: {5}':
    'レート制限を超えています ({0}: {1})。種類 {2}、上限 {3}、残り {4}。リセット: {5}',
};
