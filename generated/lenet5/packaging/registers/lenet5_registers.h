/* The registers of lenet5_axi: offsets from its base address in bytes, masks and places of fields. */
#ifndef LENET5_REGISTERS_H
#define LENET5_REGISTERS_H

#define LENET5_VERSION 0x00u /* Which edition of this map it is */
#define LENET5_VERSION_VALUE_MASK 0xffffffffu
#define LENET5_VERSION_VALUE_SHIFT 0
#define LENET5_DESIGN 0x04u /* Which design it is */
#define LENET5_DESIGN_VALUE_MASK 0xffffffffu
#define LENET5_DESIGN_VALUE_SHIFT 0
#define LENET5_CONTROL 0x08u /* What can be done */
#define LENET5_CONTROL_RESET_MASK 0x00000001u
#define LENET5_CONTROL_RESET_SHIFT 0
#define LENET5_STATUS 0x0cu /* Frames of a wrong length since the reset, and who waits now */
#define LENET5_STATUS_EARLY_MASK 0x00000001u
#define LENET5_STATUS_EARLY_SHIFT 0
#define LENET5_STATUS_LATE_MASK 0x00000002u
#define LENET5_STATUS_LATE_SHIFT 1
#define LENET5_STATUS_INPUT_WAITS_MASK 0x00000004u
#define LENET5_STATUS_INPUT_WAITS_SHIFT 2
#define LENET5_STATUS_OUTPUT_WAITS_MASK 0x00000008u
#define LENET5_STATUS_OUTPUT_WAITS_SHIFT 3
#define LENET5_CYCLES_LOW 0x10u /* Clocks since the reset */
#define LENET5_CYCLES_LOW_VALUE_MASK 0xffffffffu
#define LENET5_CYCLES_LOW_VALUE_SHIFT 0
#define LENET5_CYCLES_HIGH 0x14u /* Clocks since the reset */
#define LENET5_CYCLES_HIGH_VALUE_MASK 0xffffffffu
#define LENET5_CYCLES_HIGH_VALUE_SHIFT 0
#define LENET5_FRAMES_IN 0x18u /* Frames that entered */
#define LENET5_FRAMES_IN_VALUE_MASK 0xffffffffu
#define LENET5_FRAMES_IN_VALUE_SHIFT 0
#define LENET5_FRAMES_OUT 0x1cu /* Frames that left */
#define LENET5_FRAMES_OUT_VALUE_MASK 0xffffffffu
#define LENET5_FRAMES_OUT_VALUE_SHIFT 0

/* What the registers of constant value hold. */
#define LENET5_VERSION_IS 1u
#define LENET5_DESIGN_IS 0x7521a39fu

#endif
