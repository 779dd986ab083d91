const VARIABLE = /\\\$|\$\{([A-Za-z_]\w*)(?:(:?-)([^}]*))?\}|\$([A-Za-z_]\w*)/g;

/**
 * Replaces `${NAME}`, `$NAME`, `${NAME:-default}` (unset or empty) and `${NAME-default}` (unset) in a value, as docker
 * compose and dotenv-expand do. An unknown name gives an empty text; `\$` stays a dollar sign.
 */
export function expandVariables(value: string, lookUp: (name: string) => string | undefined): string {
  return value.replace(
    VARIABLE,
    (whole: string, braced?: string, operator?: string, fallback?: string, bare?: string) => {
      const name = braced ?? bare;
      if (name === undefined) return whole.slice(1);
      const found = lookUp(name);
      if (operator === ':-') return found || (fallback ?? '');
      return found ?? fallback ?? '';
    },
  );
}
