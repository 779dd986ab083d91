import type { awsTexts as english } from '../en/aws.ts';
import type { FindingText } from '../text.ts';

export const awsTexts: Readonly<Record<keyof typeof english, FindingText>> = {
  'aws-unused': { summary: 'AWS を使うデプロイはありません。' },
  'credentials-bearer': { summary: 'リクエストは API キーを使います ({source})。' },
  'credentials-lasting': { summary: '認証情報が見つかりました ({source})。期限はありません。' },
  'credentials-ok': { summary: '認証情報が見つかりました ({source})。{until} まで有効です。' },
  'credentials-ending': {
    summary: '認証情報 ({source}) はあと {minutes} 分で切れます。',
    meaning: '認証チェーンのものは自動で更新されますが、直接書いたものは更新されません。',
    fix: '{advice}',
  },
  'credentials-expired': {
    summary: '認証情報 ({source}) は {until} に切れました。',
    meaning: 'AWS はすべてのリクエストを拒否します。',
    fix: '{advice}',
  },
  'credentials-missing': {
    summary: '認証情報が見つかりません ({source})。',
    meaning: 'AWS へのリクエストに署名できません。',
    fix: '{advice}',
  },
  'identity-bearer': { summary: 'STS は API キーを扱いません。モデルの呼び出しでのみ確認できます。' },
  'identity-ok': { summary: 'AWS はこの認証情報を {arn} と認識しています。' },
  'identity-refused': {
    summary: 'AWS が認証情報を拒否しました。',
    meaning: '誤っているか期限切れ、またはこのマシンの時計がずれています。',
    fix: '{advice}',
  },
  'identity-unreachable': {
    summary: 'STS に問い合わせできませんでした。',
    meaning: '認証情報は正しいかもしれません。STS への経路で失敗しました。',
    fix: 'ネットワークとプロキシの設定を確認してください。STS のアドレスが異なる場合は AWS_ENDPOINT_URL_STS を設定してください。',
  },
  'region-ok': { summary: 'リージョンは {region} です。' },
  'region-unnamed': {
    summary: 'リージョンが指定されていません。',
    meaning: 'AWS プロファイルのもの、なければ LiteLLM と同じく us-west-2 になります。',
    fix: 'litellm_params の aws_region_name、または AWS_REGION_NAME を設定してください。',
  },
  'region-malformed': {
    summary: '"{region}" は AWS のリージョンではありません。',
    fix: 'aws_region_name を us-east-1 や ap-northeast-1 のような値にしてください。',
  },
  'region-profile': {
    summary: '{model} は {region} から呼び出せません。',
    meaning: '推論プロファイルの接頭辞は、どの地域から呼び出せるかを表します。',
    fix: '{region} 用の接頭辞、または別のリージョンを使ってください。',
  },
};
