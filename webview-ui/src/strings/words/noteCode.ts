/** Notes of the gateway about a request that it adapted. */
export type NoteCode =
  | 'cache-plan'
  | 'thinking-restored'
  | 'thinking-left-out'
  | 'thinking-adapted'
  | 'tool-names-mapped'
  | 'inference-profile'
  | 'parameters-dropped'
  | 'history-mended'
  | 'mock-response'
  | 'budget-fallback'
  | 'paced'
  | 'continued';
