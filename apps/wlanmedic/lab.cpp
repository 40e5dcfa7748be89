// SPDX-License-Identifier: MIT
// wlanmedic lab: the real Wi-Fi stack in a virtual machine, failing on command.
#include "commands.h"
#include "lab_commands.h"

namespace wlanmedic::app {

void add_lab(CLI::App& program, std::function<int()>& run) {
    CLI::App* lab = program.add_subcommand("lab", "The real Wi-Fi stack in a virtual machine, failing on command");
    lab->require_subcommand(1);
    lab->footer(
        "Examples:\n"
        "  wlanmedic lab doctor              what this machine lacks for it\n"
        "  wlanmedic lab prepare             once; from then on without network\n"
        "  wlanmedic lab list                the scenarios that are built in\n"
        "  wlanmedic lab run full-chain      a folder of evidence, and what was true of it\n"
        "  wlanmedic lab matrix              all of them, and what explain made of each");
    add_lab_prepare(*lab, run);
    add_lab_doctor(*lab, run);
    add_lab_list(*lab, run);
    add_lab_run(*lab, run);
    add_lab_matrix(*lab, run);
    add_lab_shell(*lab, run);
    add_lab_systemd(*lab, run);
    add_lab_kernel(*lab, run);
}

}  // namespace wlanmedic::app
