import type { liveTexts as english } from '../en/live.ts';
import type { FindingText } from '../text.ts';

export const liveTexts: Readonly<Record<keyof typeof english, FindingText>> = {
  'budgets-none': { summary: '上限のある予算はありません。' },
  'budgets-ok': { summary: '{count} 件の予算すべてに余裕があります。' },
  'budget-nearly': {
    summary: '{cap} のうち {spend} を使いました。',
    meaning: '{resets} に最初から数え直されます。',
    fix: '予算を上げないと、まもなく拒否されます。',
  },
  'budget-exhausted': {
    summary: '予算を使い切りました: {cap} のうち {spend}。',
    meaning: 'この予算に数えられるリクエストは拒否されます。{resets} に最初から数え直されます。',
    fix: 'ダッシュボードまたは API で上げるか、待ってください。',
  },
  'destinations-none': { summary: 'トレースはどこにも送られていません。' },
  'destination-ok': { summary: '{address} はトレースを受け付けます (待ち: {queued})。' },
  'destination-refuses': {
    summary: '{address} がトレースを受け付けません (待ち: {queued})。',
    meaning: 'ディスクに保存され、後で送られます。',
    fix: 'メッセージが示すもの (アドレス、キー、サーバー) を直してください。',
  },
  'destination-paused': {
    summary: '{address} は一時停止中です (待ち: {queued})。',
    fix: 'ダッシュボード、または POST /torii/destinations/{id}/resume で再開してください。',
  },
  'destination-dropped': {
    summary: '{address} は {dropped} 件のトレースを拒否しました。',
    meaning: '後から送っても受け付けられないため、失われました。',
    fix: 'ダッシュボードで最後のエラーを確認してください。',
  },
};
