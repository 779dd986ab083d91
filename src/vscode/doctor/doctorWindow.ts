import { join } from 'node:path';
import * as vscode from 'vscode';
import { baseUrlOf } from '../address.ts';
import { configPath } from '../commands/openCommands.ts';
import { extensionVersion } from '../controllerAdapter.ts';
import type { GatewayController } from '../gatewayController.ts';
import { liveBaseUrl } from '../gatewayState.ts';
import { readSettings } from '../settings.ts';
import type { SharedHome } from '../sharedHome.ts';
import type { DoctorWindow } from './doctorCommand.ts';

/** This window, as Doctor sees it, with the settings of the moment. */
export function doctorWindow(
  context: vscode.ExtensionContext,
  home: SharedHome,
  controller: GatewayController,
): DoctorWindow {
  const wanted = (): string => baseUrlOf(readSettings().host, readSettings().port);
  return {
    version: extensionVersion(context),
    program: () => ({
      distDir: join(context.extensionPath, 'dist'),
      home: home.folder,
      baseUrl: liveBaseUrl(controller.state) ?? wanted(),
      configFile: readSettings().configFile === undefined ? undefined : configPath(home),
    }),
    view: () => ({
      state: controller.state,
      wantedUrl: wanted(),
      inBrowser: vscode.env.uiKind === vscode.UIKind.Web,
      remote: vscode.env.remoteName !== undefined,
      externalUrl: async (baseUrl) => {
        const external = (await vscode.env.asExternalUri(vscode.Uri.parse(baseUrl))).toString(true);
        return new URL(external).host === new URL(baseUrl).host ? undefined : external;
      },
    }),
  };
}
