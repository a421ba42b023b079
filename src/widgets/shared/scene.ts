// A scene: one widget in one state, shown in the gallery and used by its tests.

export interface Scene {
  /** Unique within the widget, kebab-case. */
  id: string;
  title: string;
  /** Build the element(s); they are not yet in the page. */
  make(document: Document): HTMLElement;
}
