import type { CommonWords } from './words/common.ts';
import type { DestinationsWords } from './words/destinations.ts';
import type { ErrorsWords } from './words/errors.ts';
import type { KeysWords } from './words/keys.ts';
import type { LoginWords } from './words/login.ts';
import type { ManageWords } from './words/manage.ts';
import type { ModelsWords } from './words/models.ts';
import type { NoteWords } from './words/notes.ts';
import type { OverviewWords } from './words/overview.ts';
import type { PlaygroundWords } from './words/playground.ts';
import type { RequestWords } from './words/requests.ts';
import type { RoutingWords } from './words/routing.ts';
import type { ScoreWords } from './words/scores.ts';
import type { SettingsWords } from './words/settings.ts';
import type { SpeedWords } from './words/speed.ts';
import type { TaskWords } from './words/task.ts';
import type { TeamsWords } from './words/teams.ts';
import type { TraceWords } from './words/trace.ts';
import type { TracesWords } from './words/traces.ts';

/** Every word that the dashboard shows. A language that lacks one does not compile; each page has a file of its own. */
export interface Strings
  extends CommonWords,
    DestinationsWords,
    ErrorsWords,
    KeysWords,
    LoginWords,
    ManageWords,
    ModelsWords,
    NoteWords,
    OverviewWords,
    PlaygroundWords,
    RequestWords,
    RoutingWords,
    ScoreWords,
    SettingsWords,
    SpeedWords,
    TaskWords,
    TeamsWords,
    TraceWords,
    TracesWords {}
