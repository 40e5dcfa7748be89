// SPDX-License-Identifier: MIT
#include "lab/host/shell.h"

#include <chrono>

#include "lab/host/child.h"
#include "lab/host/overlay.h"
#include "lab/host/prepared.h"

namespace wlanmedic::lab {

wifi::Result<int> play_shell(const RunOptions& options) {
    const auto text = find_scenario(options.scenario);
    if (!text) return std::unexpected(text.error());
    const auto scenario = read_scenario(text->text, text->file, options.settings);
    if (!scenario) return std::unexpected(scenario.error());
    const auto prepared = find_prepared(options.cache, options.program);
    if (!prepared) return std::unexpected(prepared.error());
    auto archives = archives_for(*scenario, *prepared, {.cache = options.cache, .bes2600 = options.bes2600});
    if (!archives) return std::unexpected(archives.error());
    std::error_code failed;
    if (!scenario->tools && std::filesystem::exists(prepared->with_tools, failed))
        archives->push_back(prepared->with_tools);
    const auto initrd = join_initrd(*archives, overlay_archive({.scenario = text->text,
                                                                .file = text->file,
                                                                .settings = options.settings,
                                                                .seed = options.seed,
                                                                .shell = true}));
    if (!initrd) return std::unexpected(initrd.error());
    ChildCall call{.command = emulator_command({.emulator = options.emulator,
                                                .kernel = prepared->kernel,
                                                .initrd = initrd->path(),
                                                .clock = scenario->clock,
                                                .seed = options.seed,
                                                .realtime = true,
                                                .cpus = options.cpus}),
                   .inherit = {initrd->descriptor()},
                   .on_terminal = true};
    for (const char* const word : {"-chardev", "stdio,id=console,mux=on,signal=off", "-serial", "chardev:console",
                                   "-serial", "null", "-serial", "null"})
        call.command.emplace_back(word);
    auto child = Child::start(call);
    if (!child) return std::unexpected(child.error());
    std::optional<int> status;
    while (!status) status = child->wait(std::chrono::seconds{1});
    return *status;
}

}  // namespace wlanmedic::lab
