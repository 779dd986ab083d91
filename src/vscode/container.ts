import { homedir } from 'node:os';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { GatewayClient } from '../apiClient/gatewayClient.ts';
import type { AgentId } from '../clients/agent.ts';
import { AgentSetup } from '../clients/agentSetup.ts';
import { agents } from '../clients/agents.ts';
import { findHome } from '../config/home.ts';
import type { ModelGroup } from '../protocol/api.ts';
import { AgentCommands } from './agents/agentCommands.ts';
import { AgentConfirmation } from './agents/agentConfirmation.ts';
import { ConfigurationPreview } from './agents/configurationPreview.ts';
import { RestoreCommands } from './agents/restoreCommands.ts';
import { BudgetMessages } from './budgets/budgetMessages.ts';
import { SpendCapWatch } from './budgets/spendCapWatch.ts';
import { ToldOnce } from './budgets/toldOnce.ts';
import { chooseAnotherPort } from './choosePort.ts';
import { contextKeys, viewIds } from './commandIds.ts';
import { backUpLedger } from './commands/backUpCommand.ts';
import { CopyCommands } from './commands/copyCommands.ts';
import { exportUsage } from './commands/exportCommand.ts';
import { LifecycleCommands } from './commands/lifecycleCommands.ts';
import { openMlflow, startMlflow, stopMlflow } from './commands/mlflowCommands.ts';
import { configPath, openConfig, openModelInConfig } from './commands/openCommands.ts';
import { TextComparison } from './compareTexts.ts';
import { CredentialNotice } from './config/credentialNotice.ts';
import { newConfigFromExample } from './config/newConfig.ts';
import { setSecret } from './config/secretCommand.ts';
import { selectConfig } from './config/selectConfig.ts';
import { ConfigDiagnostics } from './configDiagnostics.ts';
import { registerConfigHelp } from './configHelp/configHelp.ts';
import { controllerPorts, extensionVersion } from './controllerAdapter.ts';
import { DashboardPanel } from './dashboardPanel.ts';
import { DetachedLog } from './detachedLog.ts';
import { DoctorCommand } from './doctor/doctorCommand.ts';
import { doctorWindow } from './doctor/doctorWindow.ts';
import { FailureNotice } from './failureNotice.ts';
import { GatewayAccess } from './gatewayAccess.ts';
import { GatewayController } from './gatewayController.ts';
import { liveBaseUrl } from './gatewayState.ts';
import { registerLanguageModels } from './languageModels/languageModelApi.ts';
import { ToriiLanguageModels } from './languageModels/toriiLanguageModels.ts';
import type { Disposable } from './listeners.ts';
import { LogChannel } from './logChannel.ts';
import { McpDefinitions } from './mcpDefinitions.ts';
import { NewsWatch } from './newsWatch.ts';
import { OutdatedNotice } from './outdatedNotice.ts';
import { registerCommands } from './registerCommands.ts';
import { offerRestartOnChange } from './restartHint.ts';
import { readSettings } from './settings.ts';
import { SharedHome } from './sharedHome.ts';
import { StatusBar } from './statusBar.ts';
import { StatusMonitor } from './statusMonitor.ts';
import type { ToriiNode } from './trees/toriiNode.ts';
import { UsageView } from './usageView.ts';
import { traceRoute, Views } from './views.ts';
import type { WaitingThread } from './waitingThread.ts';
import { WebviewHost, type WebviewParts } from './webviewHost.ts';

/** Everything that lives as long as the extension is active: made once, disposed in reverse order. */
export class Container {
  readonly #disposables: Disposable[] = [];
  readonly #controller: GatewayController;
  readonly #agents: AgentCommands;
  readonly #restores: RestoreCommands;
  readonly #waiting: WaitingThread | undefined;

  constructor(context: vscode.ExtensionContext, waiting: WaitingThread | undefined) {
    this.#waiting = waiting;
    const home = new SharedHome(findHome(process.env));
    const log = this.#own(new LogChannel());
    this.#controller = new GatewayController(controllerPorts(context, home, log, waiting));
    this.#own(new DetachedLog(this.#controller, home.folder, log));
    this.#own(new OutdatedNotice(this.#controller, extensionVersion(context)));
    const access = new GatewayAccess(this.#controller, home);
    const news = this.#own(new NewsWatch(this.#controller));
    const setupOf = setupsIn(context, home);
    this.#restores = new RestoreCommands(setupOf);
    this.#agents = new AgentCommands({
      setupOf,
      preview: this.#own(new ConfigurationPreview()),
      readHomeKey: () => home.readKey(),
      restore: (id) => this.#restores.restore(id),
    });
    this.#own(new AgentConfirmation(this.#controller, access, setupOf('cline')));
    const lifecycle = new LifecycleCommands(this.#controller, access);
    const comparison = this.#own(new TextComparison());
    const dashboard = this.#showDashboard(context, { access, comparison, news });
    const views = this.#own(
      new Views({
        controller: this.#controller,
        access,
        news,
        clientOf: () => lifecycle.clientOfRunning(),
        open: (route) => dashboard.open(route),
        comparison,
      }),
    );
    const findings = this.#showState(home, { access, news }, (route) => dashboard.open(route));
    this.#own(registerConfigHelp(context.extensionPath, () => configPath(home), this.#controller, access, findings));
    this.#offerModels(access, home);
    const doctor = this.#own(new DoctorCommand(doctorWindow(context, home, this.#controller)));
    this.#own(
      this.#register(home, access, { log, lifecycle, views, dashboard, doctor, extension: context.extensionUri }),
    );
  }

  /** Returns at once: activation must not wait for the gateway. */
  start(): void {
    void this.#restores.settle().catch(() => undefined);
    if (readSettings().autoStart) void this.#controller.start().finally(() => this.#waiting?.dispose());
    else this.#waiting?.dispose();
  }

  /** Resolves when the port is free. */
  async dispose(): Promise<void> {
    this.#waiting?.dispose();
    await this.#controller.dispose();
    for (const disposable of this.#disposables.toReversed()) disposable.dispose();
  }

  #showDashboard(context: vscode.ExtensionContext, parts: WebviewParts): DashboardPanel {
    const host = new WebviewHost(context.extensionUri, this.#controller, parts);
    const dashboard = this.#own(new DashboardPanel(context.extensionUri, host));
    this.#own(vscode.window.registerWebviewPanelSerializer(viewIds.dashboard, dashboard));
    this.#own(vscode.window.registerWebviewViewProvider(viewIds.usage, new UsageView(host)));
    return dashboard;
  }

  #showState(
    home: SharedHome,
    { access, news }: Pick<WebviewParts, 'access' | 'news'>,
    open: (route: string) => void,
  ): ConfigDiagnostics {
    const controller = this.#controller;
    const monitor = this.#own(new StatusMonitor(controller, access, news));
    this.#own(new StatusBar(controller, monitor));
    const findings = this.#own(new ConfigDiagnostics(monitor));
    const choose = (taken: number): Promise<void> =>
      chooseAnotherPort(readSettings().host, taken, () => controller.restart());
    this.#own(new FailureNotice(controller, choose));
    const told = new ToldOnce(home.folder);
    this.#own(new CredentialNotice(monitor, told));
    this.#own(new BudgetMessages(controller, access, { told, open }));
    this.#own(new SpendCapWatch(controller, access, { told, openTrace: (callId) => open(traceRoute(callId)) }));
    this.#own(offerRestartOnChange(controller));
    this.#own(
      controller.onState(
        ({ kind }) => void vscode.commands.executeCommand('setContext', contextKeys.gatewayState, kind),
      ),
    );
    return findings;
  }

  /** Models and figures, to Copilot Chat and other extensions, where the editor has the API for it. */
  #offerModels(access: GatewayAccess, home: SharedHome): void {
    const models = this.#own(new ToriiLanguageModels(this.#controller, access, home.folder));
    const registration = registerLanguageModels(models);
    if (registration !== undefined) this.#own(registration);
    this.#own(new McpDefinitions(this.#controller, access, home));
  }

  #register(
    home: SharedHome,
    access: GatewayAccess,
    parts: {
      readonly log: LogChannel;
      readonly lifecycle: LifecycleCommands;
      readonly views: Views;
      readonly dashboard: DashboardPanel;
      readonly doctor: DoctorCommand;
      readonly extension: vscode.Uri;
    },
  ): vscode.Disposable {
    const { lifecycle } = parts;
    const isLive = () => liveBaseUrl(this.#controller.state) !== undefined;
    const copy = new CopyCommands(access, home, () => lifecycle.clientOfRunning());
    return registerCommands({
      'torii.startProxy': lifecycle.start,
      'torii.stopProxy': lifecycle.stop,
      'torii.restartProxy': lifecycle.restart,
      ...parts.views.commands,
      'torii.openDashboard': (route) => parts.dashboard.open(typeof route === 'string' ? route : undefined),
      'torii.showLogs': () => parts.log.show(),
      'torii.doctor': parts.doctor.run,
      'torii.copyBaseUrl': copy.baseUrl,
      'torii.copyMasterKey': copy.masterKey,
      'torii.copyModelName': copy.modelName,
      'torii.openConfig': () => openConfig(home, lifecycle.start),
      'torii.openModelInConfig': (node) => openModelInConfig(() => lifecycle.clientOfRunning(), node),
      'torii.configureCline': async (node) => {
        const client = await lifecycle.clientOfRunning();
        if (client !== undefined) await this.#agents.configure(client, 'cline', groupOf(node));
      },
      'torii.selectConfig': () => selectConfig(home.configFile(undefined, undefined), isLive),
      'torii.newConfigFromExample': (name) =>
        newConfigFromExample(parts.extension, isLive, typeof name === 'string' ? name : undefined),
      'torii.setSecret': (file, name) => setSecret(typeof file === 'string' ? file : configPath(home), name),
      'torii.restoreClineSettings': () => this.#restores.restore('cline'),
      'torii.configureOtherAgent': async () => {
        const client = await lifecycle.clientOfRunning();
        if (client !== undefined) await this.#agents.configureOther(client);
      },
      'torii.restoreAgentSettings': () => this.#restores.restoreOther(),
      'torii.exportUsage': async (from: unknown) => {
        const client = await lifecycle.clientOfRunning();
        if (client !== undefined) await exportUsage(client, typeof from === 'number' ? from : undefined);
      },
      'torii.backUpLedger': async () => {
        const client = await lifecycle.clientOfRunning();
        if (client !== undefined) await backUpLedger(client);
      },
      ...this.#mlflowCommands(lifecycle),
    });
  }

  #mlflowCommands(lifecycle: LifecycleCommands) {
    const withClient = (command: (client: GatewayClient) => Promise<void>) => async () => {
      const client = await lifecycle.clientOfRunning();
      if (client !== undefined) await command(client);
    };
    return {
      'torii.openMlflow': withClient(openMlflow),
      'torii.startMlflow': withClient(startMlflow),
      'torii.stopMlflow': withClient(stopMlflow),
    };
  }

  #own<T extends Disposable>(disposable: T): T {
    this.#disposables.push(disposable);
    return disposable;
  }
}

/** The model group that a command was run on. */
function groupOf(node: ToriiNode | string | undefined): ModelGroup | undefined {
  return node !== undefined && typeof node !== 'string' && 'group' in node ? node.group : undefined;
}

/** This editor's `User` folder stands two above the extension's own storage. */
function setupsIn(context: vscode.ExtensionContext, home: SharedHome): (id: AgentId) => AgentSetup {
  const environment = {
    homeDir: homedir(),
    variables: process.env,
    platform: process.platform,
    toriiHome: home.folder,
    editorUserDirs: [dirname(dirname(context.globalStorageUri.fsPath))],
  };
  return (id) => new AgentSetup(agents[id], environment, { now: () => Date.now() });
}
