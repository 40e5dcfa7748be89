// SPDX-License-Identifier: MIT
#include "lab/host/kernel_guest.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "lab/host/cpio.h"
#include "lab/host/kernel_files.h"
#include "lab/host/kernel_layer.h"
#include "lab/host/overlay.h"
#include "lab/host/part_folder.h"
#include "lab/host/unpack.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view from_script = "script: ";
constexpr std::string_view ends = "script ends with exit status ";
constexpr unsigned memory_mib = 768;
// A sanitized kernel keeps a shadow of its memory, and what is freed for a while.
constexpr unsigned debug_memory_mib = 1536;

// Warnings are printed too (the last loglevel counts), and each report of KASAN, not the first alone.
constexpr std::string_view parameters = "loglevel=5 kasan_multi_shot cryptomgr.notests";

/// /init, what it is to do, and the script with its files.
wifi::Result<std::string> overlay(const KernelRun& run) {
    FileTree tree;
    tree.add_file("init", std::string(kernel_file("lab/kernel/init")), 0755);
    const auto limit = std::chrono::ceil<std::chrono::seconds>(run.head.limit).count();
    tree.add_file("lab/wanted", fmt::format("{} {}\n", run.head.radios, limit));
    tree.add_file("lab/script", run.script, 0755);
    for (const auto& [name, bytes] : run.shared) tree.add_file("lab/shared/" + name, bytes);
    for (const auto& [name, bytes] : run.files) tree.add_file("lab/kernel/" + name, bytes);
    return to_cpio(tree, Packing::none);
}

/// The guest's clock may fall behind the wall's on a loaded host; a sanitized kernel is slower still.
wifi::Duration wall_limit(const KernelRun& run) {
    return std::chrono::minutes{run.debug ? 15 : 5} + (run.debug ? 6 : 2) * run.head.limit;
}

ScriptRun what_happened(const Recording& recording) {
    ScriptRun happened{.lines = {}, .status = 0, .reports = kernel_reports(recording.console)};
    for (const Stage& stage : recording.stages) {
        if (stage.what.starts_with(from_script)) happened.lines.push_back(stage.what.substr(from_script.size()));
        if (stage.what.starts_with(ends)) happened.status = std::atoi(stage.what.c_str() + ends.size());
    }
    return happened;
}

std::string in_function(const KernelReport& report) {
    return (report.function.empty() ? "an unknown function" : report.function) +
           (report.module.empty() ? "" : " of " + report.module);
}

std::string result_json(const KernelRun& run, const KernelPlayed& played) {
    nlohmann::ordered_json json{{"kernel", run.debug ? "debug" : "debian"},
                                {"wrong", played.wrong},
                                {"reports", nlohmann::ordered_json::array()},
                                {"guest_s", played.guest_s},
                                {"wall_s", played.wall_s}};
    for (const KernelReport& report : played.reports)
        json["reports"].push_back({{"kind", name_of(report.kind)},
                                   {"title", report.title},
                                   {"function", report.function},
                                   {"module", report.module}});
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

wifi::Result<void> leave(const KernelRun& run, const Recording& recording, const KernelPlayed& played,
                         const fs::path& folder) {
    if (auto written = recording.done ? unpack_results(recording.results, folder) : wifi::Result<void>{}; !written)
        return written;
    const fs::path truth = folder / "truth";
    std::error_code failed;
    fs::create_directories(truth, failed);
    std::string reports;
    for (const KernelReport& report : played.reports)
        reports += fmt::format("{} in {}\n{}\n", name_of(report.kind), in_function(report), report.text);
    if (auto written = write_new_file(truth / "reports.txt", reports); !written) return written;
    if (auto written = write_new_file(truth / "console.txt", recording.console); !written) return written;
    return write_new_file(truth / "result.json", result_json(run, played));
}

}  // namespace

std::expected<KernelPlayed, Failure> run_in_kernel_guest(const KernelRun& run, const Watcher& watcher) {
    const auto fail = [](wifi::Error error) { return std::unexpected(Failure{.error = std::move(error)}); };
    const auto layer = find_kernel_layer(run.cache, run.debug, run.bes2600);
    if (!layer) return fail(layer.error());
    const auto last = overlay(run);
    if (!last) return fail(last.error());
    const auto initrd = join_initrd(layer->archives, *last);
    if (!initrd) return fail(initrd.error());
    auto folder = PartFolder::make(run.out.has_filename() ? run.out : run.out.parent_path(), run.force);
    if (!folder) return fail(folder.error());

    const Machine machine{
        .emulator = run.emulator,
        .kernel = layer->kernel,
        .initrd = initrd->path(),
        .clock = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
        .realtime = run.head.realtime,
        .cpus = run.head.cpus,
        .memory_mib = run.debug ? debug_memory_mib : memory_mib,
        .disks = {},
        // A script that looks at an oops must live on behind it.
        .parameters = std::string(parameters) + (run.head.expects.contains("oops") ? "" : " oops=panic")};
    const auto begin = SteadyClock::now();
    const auto recording = play(machine, {initrd->descriptor()}, {.wall = wall_limit(run)}, watcher);
    if (!recording) return fail(recording.error());
    if (recording->signal != 0)
        return std::unexpected(
            Failure{.error = {.what = recording->trouble, .file = {}, .hint = {}}, .signal = recording->signal});
    const ScriptRun happened = what_happened(*recording);
    KernelPlayed played{.wrong = what_is_wrong(run.head, happened),
                        .reports = happened.reports,
                        .guest_s = recording->stages.empty() ? 0 : recording->stages.back().guest_s,
                        .wall_s = std::chrono::duration<double>(SteadyClock::now() - begin).count()};
    if (!recording->done) played.wrong.push_back(recording->trouble);
    if (!recording->done && !recording->messages.empty())
        played.wrong.push_back(fmt::format("QEMU said: {}", recording->messages));
    if (auto written = leave(run, *recording, played, folder->path()); !written) return fail(written.error());
    if (auto finished = folder->finish(); !finished) return fail(finished.error());
    return played;
}

}  // namespace wlanmedic::lab
