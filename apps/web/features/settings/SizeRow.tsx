import { boxFits, cropPositions, resizeModes } from "@pixelmill/core";
import type { ReactNode } from "react";
import { CrossIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { control } from "./control.ts";
import { isValidSize, type SizeDraft } from "./sizeDraft.ts";

interface SizeRowProps {
  readonly size: SizeDraft;
  /** Its place among the sizes, from 1. */
  readonly number: number;
  readonly onChange: (change: Partial<SizeDraft>) => void;
  /** Null where it is the only one. */
  readonly onRemove: (() => void) | null;
}

/** One size: how it is wished for, and the numbers that this way needs. */
export function SizeRow(props: SizeRowProps): ReactNode {
  const { t } = useWords();
  const { size, number, onChange, onRemove } = props;
  return (
    <div className="flex flex-wrap gap-2" data-testid="size">
      <Choice
        {...(number === 1 ? { id: "resize-mode" } : { label: t("settings.resizeNumber", { number }) })}
        value={size.mode}
        values={["none", ...resizeModes]}
        labelOf={(mode) => t(`settings.resizeLabels.${mode}`)}
        onChange={(mode) => onChange({ mode })}
      />
      <Numbers {...props} />
      {onRemove && (
        <button
          type="button"
          onClick={onRemove}
          aria-label={t("settings.removeSize", { number })}
          title={t("settings.removeSize", { number })}
          className="grid size-10 shrink-0 cursor-pointer place-items-center rounded-lg text-muted transition-colors duration-150 hover:bg-hover hover:text-ink"
        >
          <CrossIcon />
        </button>
      )}
      {size.mode === "box" && <BoxChoices {...props} />}
    </div>
  );
}

function Numbers({ size, number, onChange }: SizeRowProps): ReactNode {
  const { t } = useWords();
  const field = (name: "pixels" | "percent" | "width" | "height", label: string) => (
    <NumberField label={label} value={size[name]} valid={isValidSize(size)} onChange={(value) => onChange({ [name]: value })} />
  );
  switch (size.mode) {
    case "none":
      return null;
    case "percent":
      return <Unit unit={t("settings.percentUnit")}>{field("percent", t("settings.percentNumber", { number }))}</Unit>;
    case "box":
      return (
        <Unit unit={t("settings.pixelsUnit")}>
          {field("width", t("settings.boxWidth", { number }))}
          <span aria-hidden="true">×</span>
          {field("height", t("settings.boxHeight", { number }))}
        </Unit>
      );
    default:
      return (
        <Unit unit={t("settings.pixelsUnit")}>
          {field("pixels", number === 1 ? t("settings.pixels") : t("settings.pixelsNumber", { number }))}
        </Unit>
      );
  }
}

const BoxChoices = ({ size, number, onChange }: SizeRowProps): ReactNode => {
  const { t } = useWords();
  return (
    <div className="flex basis-full flex-wrap gap-2">
      <Choice
        label={t("settings.fit", { number })}
        value={size.fit}
        values={boxFits}
        labelOf={(fit) => t(`settings.fitLabels.${fit}`)}
        onChange={(fit) => onChange({ fit })}
      />
      {size.fit === "cover" && (
        <Choice
          label={t("settings.position", { number })}
          value={size.position}
          values={cropPositions}
          labelOf={(position) => t(`settings.positionLabels.${position}`)}
          onChange={(position) => onChange({ position })}
        />
      )}
    </div>
  );
};

interface ChoiceProps<Value extends string> {
  /** Its label stands elsewhere where there is an id. */
  readonly id?: string;
  readonly label?: string;
  readonly value: Value;
  readonly values: readonly Value[];
  readonly labelOf: (value: Value) => string;
  readonly onChange: (value: Value) => void;
}

const Choice = <Value extends string>({ id, label, value, values, labelOf, onChange }: ChoiceProps<Value>): ReactNode => (
  <select
    id={id}
    aria-label={label}
    value={value}
    onChange={({ target }) => onChange(target.value as Value)}
    className={`${control} min-w-0 flex-1 basis-36 cursor-pointer`}
  >
    {values.map((each) => (
      <option key={each} value={each}>
        {labelOf(each)}
      </option>
    ))}
  </select>
);

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly valid: boolean;
  readonly onChange: (value: string) => void;
}

const NumberField = ({ label, value, valid, onChange }: NumberFieldProps): ReactNode => (
  <label>
    <span className="sr-only">{label}</span>
    <input
      inputMode="numeric"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      aria-invalid={!valid}
      aria-describedby="resize-help"
      className={`${control} w-20 tabular-nums aria-invalid:border-danger`}
    />
  </label>
);

const Unit = ({ unit, children }: { readonly unit: string; readonly children: ReactNode }): ReactNode => (
  <span className="flex items-center gap-2 text-sm">
    {children}
    <span aria-hidden="true">{unit}</span>
  </span>
);
