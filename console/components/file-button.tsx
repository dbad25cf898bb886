interface FileButtonProps {
  readonly label: string;
  /** What can be chosen, as `accept` of an input has it. */
  readonly accept: string;
  readonly disabled?: boolean;
  readonly quiet?: boolean;
  readonly onFile: (file: File) => void;
}

/** Chooses a file; the same one can be chosen again. */
export function FileButton({ label, accept, disabled = false, quiet = false, onFile }: FileButtonProps) {
  return (
    <label className={`button${quiet ? ' quiet' : ''} file-button`}>
      {label}
      <input
        type="file"
        accept={accept}
        disabled={disabled}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </label>
  );
}
