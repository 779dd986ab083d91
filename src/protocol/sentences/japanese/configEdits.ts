import type { SentenceTable } from '../translator.ts';

/** Refusals to change the config file. */
export const configEdits: SentenceTable = {
  'The config is not changed: {0}. Change it by hand.':
    '設定ファイルは変更されていません: {0}。手動で変更してください。',
  'no file holds it': '設定がファイルにありません',
  'a list of fallbacks has the wrong form; mend it first':
    'フォールバックのリストの形式に誤りがあります。先に修正してください',
  'the chain is written in too many places': 'チェーンが多くの場所に書かれています',
  'the chain is written somewhere else': 'チェーンが別の場所に書かれています',
  'the chain is not there any more': 'チェーンはすでにありません',
  '{0} cannot be read': '{0} を読み込めません',
  'it has errors; mend them first': '誤りがあります。先に修正してください',
  'a comment stands where it would be lost': '変更すると失われる位置にコメントがあります',
  'more than the chain would change': 'チェーン以外も変わってしまいます',
  'a list is not written as one': 'リストがリストの形で書かれていません',
  'a list holds anchors or tags': 'リストにアンカーまたはタグがあります',
  'a list holds anchors, tags or nested lists': 'リストにアンカー、タグ、入れ子のリストのいずれかがあります',
  'a chain is not written as a list': 'チェーンがリストの形で書かれていません',
  'a list shares its line with something else': 'リストと同じ行に別のものがあります',
  'a map shares its line with its list': 'マップがリストと同じ行にあります',
  'a key has no colon behind it': 'キーの後にコロンがありません',
  'a chain holds something else than names of model groups': 'チェーンにモデルグループ名以外のものがあります',
  '{0} is an alias or no map': '{0} がエイリアスか、マップではありません',
  'the list of chains is an alias or no list': 'チェーンのリストがエイリアスか、リストではありません',
  'a section is not written as a map': 'セクションがマップの形で書かれていません',
  'a section is not written as a map of lines': 'セクションが行ごとのマップの形で書かれていません',
  'a value has no place in the text': '値の位置を特定できません',
  '{0} cannot be written ({1}). Make it writable, or change it by hand.':
    '{0} に書き込めません ({1})。書き込めるようにするか、手動で変更してください。',
  'Such a value cannot be written here. Put it into the file by hand.':
    'この値はここでは書き込めません。ファイルに手動で書いてください。',
  'A value with quotes, line breaks and $ or \\ must be written by hand.':
    '引用符、改行、$ または \\ を含む値は手動で書く必要があります。',
  'The folder {0} cannot be used: {1}. Make it writable or set TORII_HOME to another one.':
    'フォルダー {0} を使用できません: {1}。書き込めるようにするか、TORII_HOME に別のフォルダーを指定してください。',
  '{0} cannot be its own fallback.': '{0} を自身のフォールバックにすることはできません。',
  '{0} stands twice in the chain.': '{0} がチェーンに 2 回あります。',
  'There is no model group "{0}". Use a model_name of the config\'s model_list, or an alias.':
    'モデルグループ「{0}」はありません。設定ファイルの model_list にある model_name か別名を使ってください。',
};
