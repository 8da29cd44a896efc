// The parts of ProseMirror that static/js/rich_text.js uses, under one name. Nothing of ours is in the bundle.
export { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands";
export { history, redo, undo } from "prosemirror-history";
export { inputRules, wrappingInputRule } from "prosemirror-inputrules";
export { keymap } from "prosemirror-keymap";
export { DOMParser, DOMSerializer, Schema, Slice, Fragment } from "prosemirror-model";
export { liftListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
export { EditorState, Plugin, TextSelection } from "prosemirror-state";
export { EditorView } from "prosemirror-view";
