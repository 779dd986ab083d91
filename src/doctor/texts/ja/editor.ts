import type { editorTexts as english } from '../en/editor.ts';
import type { FindingText } from '../text.ts';

export const editorTexts: Readonly<Record<keyof typeof english, FindingText>> = {
  'editor-settings-ok': { summary: '使用中のゲートウェイは設定どおり {baseUrl} です。' },
  'editor-settings-differ': {
    summary: '設定は {wanted} ですが、このウィンドウは {baseUrl} を使っています。',
    meaning: '起動後に設定が変わったか、ワークスペースが信頼されていません。',
    fix: '「Torii: プロキシを再起動」を実行してください。',
  },
  'editor-stopped': {
    summary: 'このウィンドウはゲートウェイを使っていません ({state})。',
    fix: '「Torii: プロキシを起動」を実行してください。',
  },
  'editor-lifetime-ok': { summary: 'ゲートウェイはこのウィンドウより長く動くか、ウィンドウが開いている間動きます。' },
  'editor-lifetime-tab': {
    summary: 'ゲートウェイはこのブラウザータブのウィンドウで動いています。',
    meaning: 'タブを閉じると code-server がまもなく終了させ、ターミナルのエージェントは接続を失います。',
    fix: 'torii.runMode を "detached" にしてください。',
  },
  'editor-port-proxy-local': { summary: 'エディターはこのマシンで動いており、ブラウザーから直接届きます。' },
  'editor-port-proxy-ok': { summary: '外部からは {url} でゲートウェイに届きます。' },
  'editor-port-proxy-none': {
    summary: 'エディターは外部のブラウザー用のアドレスを用意していません。',
    meaning: 'ダッシュボードはエディター内でのみ開けます。',
    fix: '「Torii: ダッシュボードを開く」、またはパスワードつきの code-server の /proxy/<port>/ を使ってください。',
  },
};
