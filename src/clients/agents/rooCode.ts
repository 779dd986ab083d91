/**
 * Roo Code, and Zoo Code which carries it on: a file of settings for import, and the editor setting by which the
 * extension imports it at every start (documented at docs.roocode.com under "Import/Export/Reset Settings"; the form of
 * the file is that of its source, src/core/config/importExport.ts). What it has imported stays inside the editor.
 */
import { basename, join } from 'node:path';
import type { Agent, InstalledProgram } from '../agent.ts';
import type { AgentTarget } from '../agentTarget.ts';
import { type Assignment, needed } from '../assignments.ts';
import { detectFiles } from '../detectFiles.ts';
import { editorUserDirs } from '../editorUserDirs.ts';
import { findExtensions } from '../findPrograms.ts';
import type { SettingsKind } from '../settingsFile.ts';

const ZOO_CODE = 'zoocodeorganization.zoo-code';
const PROFILE = 'Torii';
const IMPORT_FILE = 'roo-code-settings.json';

export const rooCode: Agent = {
  id: 'roo-code',
  title: 'Roo Code',
  nextStep: 'reload-window',
  savesLate: false,
  hasPlanModel: false,
  detect: (environment) => {
    const dataDir = environment.dataDir ?? join(environment.toriiHome, 'agents');
    const detection = detectFiles(environment, { extension: 'rooveterinaryinc.roo-cline' }, dataDir, [
      { path: join(dataDir, IMPORT_FILE), role: 'import', format: 'json', isPrivate: true, privateFolder: true },
      ...editorUserDirs(environment).map(editorFile),
    ]);
    const zoo = findExtensions(environment, ZOO_CODE);
    return { ...detection, programs: [...detection.programs, ...zoo], found: detection.found || zoo.length > 0 };
  },
  assignments: (file, { target, dataDir, programs }) =>
    file.role === 'import' ? profile(target) : autoImport(join(dataDir, IMPORT_FILE), programs),
  warnings: () => [],
};

function editorFile(folder: string): SettingsKind {
  return { path: join(folder, 'settings.json'), role: 'editor', format: 'jsonc', isPrivate: false };
}

/** Both extensions where Zoo Code is found, else Roo Code's setting. */
function autoImport(path: string, programs: readonly InstalledProgram[]): readonly Assignment[] {
  const hasZoo = programs.some(({ path: folder }) => basename(folder).toLowerCase().startsWith(ZOO_CODE));
  const sections = hasZoo ? ['roo-cline', 'zoo-code'] : ['roo-cline'];
  return sections.map((section) => needed([`${section}.autoImportSettingsPath`], path));
}

function profile({ baseUrl, apiKey, actModel }: AgentTarget): readonly Assignment[] {
  const config = ['providerProfiles', 'apiConfigs', PROFILE] as const;
  return [
    needed(['providerProfiles', 'currentApiConfigName'], PROFILE),
    needed([...config, 'id'], 'torii'),
    needed([...config, 'apiProvider'], 'litellm'),
    needed([...config, 'litellmBaseUrl'], baseUrl),
    needed([...config, 'litellmApiKey'], apiKey),
    needed([...config, 'litellmModelId'], actModel),
  ];
}
