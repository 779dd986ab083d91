import { createContext } from 'react';

/** True below a line that says of the whole page that its figures are old: no panel says it again. */
export const SaidAbove = createContext(false);
