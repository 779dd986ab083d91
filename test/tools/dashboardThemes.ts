/** The variables that VS Code gives a webview, as far as the dashboard uses them. */
export type ThemeName = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

const FONTS = {
  'font-family': 'system-ui, "Ubuntu", "Droid Sans", "Noto Sans CJK JP", sans-serif',
  'font-size': '13px',
  'editor-font-family': '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
};

export const THEMES: Readonly<Record<ThemeName, Readonly<Record<string, string>>>> = {
  dark: {
    ...FONTS,
    foreground: '#cccccc',
    'editor-background': '#1f1f1f',
    'sideBar-background': '#181818',
    'panel-border': '#2b2b2b',
    focusBorder: '#0078d4',
    'button-background': '#0078d4',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#026ec1',
    'textLink-foreground': '#4daafc',
    'input-background': '#313131',
    'input-foreground': '#cccccc',
    'input-border': '#3c3c3c',
    'textCodeBlock-background': '#2b2b2b',
    'list-hoverBackground': '#2a2d2e',
    'list-errorForeground': '#f88070',
    'list-warningForeground': '#cca700',
    errorForeground: '#f85149',
    'editorHoverWidget-background': '#202020',
    'editorHoverWidget-border': '#454545',
    'charts-red': '#f14c4c',
    'charts-blue': '#59a4f9',
    'charts-yellow': '#cca700',
    'charts-orange': '#d18616',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'terminal-ansiCyan': '#11a8cd',
  },
  light: {
    ...FONTS,
    foreground: '#3b3b3b',
    'editor-background': '#ffffff',
    'sideBar-background': '#f8f8f8',
    'panel-border': '#e5e5e5',
    focusBorder: '#005fb8',
    'button-background': '#005fb8',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#0258a8',
    'textLink-foreground': '#005fb8',
    'input-background': '#ffffff',
    'input-foreground': '#3b3b3b',
    'input-border': '#cecece',
    'textCodeBlock-background': '#f8f8f8',
    'list-hoverBackground': '#f2f2f2',
    'list-errorForeground': '#b01011',
    'list-warningForeground': '#855f00',
    errorForeground: '#f85149',
    'editorHoverWidget-background': '#f8f8f8',
    'editorHoverWidget-border': '#c8c8c8',
    'charts-red': '#e51400',
    'charts-blue': '#0063d3',
    'charts-yellow': '#bf8803',
    'charts-orange': '#d18616',
    'charts-green': '#388a34',
    'charts-purple': '#652d90',
    'terminal-ansiCyan': '#0598bc',
  },
  'high-contrast': {
    ...FONTS,
    foreground: '#ffffff',
    contrastBorder: '#6fc3df',
    'editor-background': '#000000',
    'sideBar-background': '#000000',
    'panel-border': '#6fc3df',
    focusBorder: '#f38518',
    'button-background': '#000000',
    'button-foreground': '#ffffff',
    'button-border': '#6fc3df',
    'input-background': '#000000',
    'input-foreground': '#ffffff',
    'input-border': '#6fc3df',
    'textCodeBlock-background': '#000000',
    'textLink-foreground': '#21a6ff',
    errorForeground: '#f48771',
    'editorHoverWidget-background': '#0c141f',
    'editorHoverWidget-border': '#6fc3df',
    'charts-red': '#f48771',
    'charts-blue': '#59a4f9',
    'charts-yellow': '#ffd370',
    'charts-orange': '#ab5a00',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'terminal-ansiCyan': '#00cdcd',
  },
  'high-contrast-light': {
    ...FONTS,
    foreground: '#292929',
    contrastBorder: '#0f4a85',
    'editor-background': '#ffffff',
    'sideBar-background': '#ffffff',
    'panel-border': '#0f4a85',
    focusBorder: '#006bbd',
    'button-background': '#0f4a85',
    'button-foreground': '#ffffff',
    'button-border': '#0f4a85',
    'button-hoverBackground': '#0f4a85',
    'input-background': '#ffffff',
    'input-foreground': '#292929',
    'input-border': '#0f4a85',
    'textCodeBlock-background': '#f2f2f2',
    'textLink-foreground': '#0f4a85',
    errorForeground: '#b5200d',
    'editorHoverWidget-background': '#ffffff',
    'editorHoverWidget-border': '#0f4a85',
    'charts-red': '#b5200d',
    'charts-blue': '#1a85ff',
    'charts-yellow': '#895503',
    'charts-orange': '#895503',
    'charts-green': '#374e06',
    'charts-purple': '#652d90',
    'terminal-ansiCyan': '#0598bc',
  },
};

/** The class that the editor gives the body of a webview. */
export function themeClass(theme: ThemeName): string {
  return `vscode-${theme}`;
}

/** In a page that is drawn: gives it the variables and the class that the editor would; without a theme, its own colours. */
export function themeChange(theme: ThemeName | undefined): string {
  return `{
    const { classList } = document.body;
    classList.remove(...${JSON.stringify(Object.keys(THEMES).map((name) => themeClass(name as ThemeName)))});
    classList.add(...${JSON.stringify(theme === undefined ? [] : [themeClass(theme)])});
    const { style } = document.documentElement;
    for (const name of [...style]) if (name.startsWith('--vscode-')) style.removeProperty(name);
    for (const [name, value] of Object.entries(${JSON.stringify(theme === undefined ? {} : THEMES[theme])}))
      style.setProperty('--vscode-' + name, value);
  }`;
}

/** The same in a page that is about to be drawn. */
export function themeScript(theme: ThemeName): string {
  return `addEventListener('DOMContentLoaded', () => ${themeChange(theme)});`;
}

export function isLight(theme: ThemeName): boolean {
  return theme === 'light' || theme === 'high-contrast-light';
}
