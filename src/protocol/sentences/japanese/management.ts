import type { SentenceTable } from '../translator.ts';

/** Errors of keys, teams, users, logins and rights. */
export const management: SentenceTable = {
  'either key or key_alias must be provided': 'key または key_alias が必要です',
  'name at least one key in keys or key_aliases': 'keys または key_aliases でキーを 1 つ以上指定してください',
  'temp_budget_increase and temp_budget_expiry must be set together':
    'temp_budget_increase と temp_budget_expiry は一緒に設定してください',
  'Model with id={0} not found in db.': 'ID {0} のモデルは登録されていません。',
  'Key not found in database': 'キーが見つかりません',
  'A key with the alias "{0}" exists already.': '「{0}」という名前のキーはすでにあります。',
  'The key {0} exists already.': 'キー {0} はすでにあります。',
  'A {0} with the id "{1}" exists already.': 'ID「{1}」の{0}はすでにあります。',
  '{0} not found, passed {1}': '{0}が見つかりません ({1})',
  Team: 'チーム',
  team: 'チーム',
  User: 'ユーザー',
  user: 'ユーザー',
  Customer: '顧客',
  customer: '顧客',
  Budget: '予算',
  budget: '予算',
  Tag: 'タグ',
  tag: 'タグ',
  '{0} is over max limit set in config - user_value={1}; max_value={2}':
    '{0} の値 {1} が、設定ファイルの上限 {2} を超えています',
  'Required param {0} not in data': '必須の {0} がありません',
  '{0}: not a field of this request, and a limit that does not hold would mislead.':
    '{0} はこの要求で使えない項目です。効かない上限は誤解を招くため、受け付けません。',
  'reset_to must be <= current spend ({0})': 'reset_to は現在の使用額 ({0}) 以下でなければなりません',
  'rotation_interval: is needed where auto_rotate is true': 'auto_rotate が true の場合は rotation_interval が必要です',
  'key: name the key to regenerate': '再発行するキーを指定してください',
  "duration: '{0}' is not a duration; write 30s, 15m, 24h, 7d, 2w or 1mo":
    '「{0}」は期間ではありません。30s、15m、24h、7d、2w、1mo のように書いてください',
  'user_id or user_email is needed': 'user_id または user_email が必要です',
  'User {0} not found': 'ユーザー {0} が見つかりません',
  'User with email {0} already exists': 'メールアドレス {0} のユーザーはすでに存在します',
  'User={0} is not a member of team={1}': 'ユーザー {0} はチーム {1} のメンバーではありません',
  'User already in team. Member: user_id={0}, team_id={1}': 'ユーザー {0} はすでにチーム {1} のメンバーです',
  'Model with ID {0} not found': 'ID {0} のモデルが見つかりません',
  'A model with id={0} exists already.': 'ID {0} のモデルはすでにあります。',
  "Access group '{0}' already exists": 'アクセスグループ「{0}」はすでに存在します',
  "Access group '{0}' not found": 'アクセスグループ「{0}」が見つかりません',
  "Model '{0}' is not in the config": 'モデル「{0}」は設定ファイルにありません',
  "No deployment has the id '{0}'": 'ID「{0}」のデプロイはありません',
  'model_names or model_ids: name at least one model':
    'model_names または model_ids でモデルを 1 つ以上指定してください',
  'Torii has no organizations: a limit on one would not hold. Use teams (/team/new).':
    'Torii に組織はなく、上限は適用されません。チーム (/team/new) を使ってください。',
  'Torii has no organizations; {0} keys carry organization_id={1}. List them with /key/list?organization_id=….':
    'Torii に組織はありません。organization_id={1} のキーは {0} 件です。/key/list?organization_id=… で一覧を確認できます。',
  "{0}: '{1}' is not a date; write {2}": '{0}:「{1}」は日付ではありません。{2} のように書いてください',
  'Audit log with ID {0} not found': 'ID {0} の監査ログが見つかりません',
  'Too many failed logins. Try again in a minute.': 'ログインの失敗が多すぎます。1 分後に再試行してください。',
  'The key, or the name and password, are not right.': 'キー、または名前とパスワードが正しくありません。',
  'Authentication Error, No api key passed in.': '認証エラー: API キーがありません。',
  'Authentication Error, Invalid proxy server token passed. Received API Key = {0}, Key Hash (Token) ={1}. Unable to find token in cache or `LiteLLM_VerificationTokenTable`':
    '認証エラー: キー {0} は登録されていません (ハッシュ {1})。',
  'Authentication Error - Expired Key. Key Expiry time {0} and current time {1}':
    '認証エラー: キーの有効期限 ({0}) が切れています。現在時刻: {1}',
  'Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route={0}. Your role={1}. Your user_id={2}':
    '認証エラー: キー、ユーザー、チームの作成・変更・削除は管理者だけができます。パス {0}、役割 {1}、user_id {2}',
  'Authentication Error, {0}': '認証エラー: {0}',
  'Route {0} is not allowed': 'パス {0} は許可されていません',
  'Access forbidden: IP address not allowed.': 'この IP アドレスからのアクセスは許可されていません。',
  'user not allowed to access this route. Route={0} is an admin only route': 'パス {0} は管理者だけが使えます',
  'user not allowed to access {0}, role= proxy_admin_viewer. Trying to access: {1}':
    '閲覧専用の管理者 (proxy_admin_viewer) は {1} を使えません',
  'Virtual key is not allowed to call this route. Only allowed to call routes: [{0}]. Tried to call route: {1}':
    'この仮想キーで {1} は使えません。使えるパス: {0}',
  "Only admin users can query other users' teams.": '他のユーザーのチームを見られるのは管理者だけです。',
  'Only proxy admins can set the spend of a key.': 'キーの使用額を設定できるのは管理者だけです。',
  'Only proxy admins can change the limits of a key that somebody else made.':
    '他の人が作成したキーの上限を変更できるのは管理者だけです。',
  'Only proxy admins can give a key to another user.': 'キーを他のユーザーに割り当てられるのは管理者だけです。',
  'Only proxy admins can list all users.': 'すべてのユーザーの一覧を見られるのは管理者だけです。',
  'Only proxy admins and team admins can reset the spend of a key.':
    'キーの使用額をリセットできるのは管理者とチームの管理者だけです。',
  'You are not allowed to regenerate this key.': 'このキーを再発行する権限がありません。',
  'You are not authorized to delete this key': 'このキーを削除する権限がありません',
  'You are not allowed to see this key.': 'このキーを見る権限がありません。',
  'You are not allowed to change this key.': 'このキーを変更する権限がありません。',
  'You are not allowed to see the spend of this key.': 'このキーの使用額を見る権限がありません。',
  'You are not allowed to see the spend of this user.': 'このユーザーの使用額を見る権限がありません。',
  "You are not authorized to check another user's keys": '他のユーザーのキーを見る権限がありません',
  "You are not authorized to check this team's keys": 'このチームのキーを見る権限がありません',
};
