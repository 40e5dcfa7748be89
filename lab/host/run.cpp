// SPDX-License-Identifier: MIT
#include "lab/host/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "lab/host/expectations.h"
#include "lab/host/interrupt.h"
#include "lab/host/overlay.h"
#include "lab/host/part_folder.h"
#include "lab/host/prepared.h"
#include "lab/host/stamp.h"
#include "lab/host/unpack.h"
#include "lab/scenario/embedded.h"
#include "lab/truth/truth.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::unexpected<Failure> failed(wifi::Error error) { return std::unexpected(Failure{.error = std::move(error)}); }

fs::path folder_of(const RunOptions& options, const Scenario& scenario) {
    fs::path folder =
        options.out.empty() ? fs::path(fmt::format("lab-{}-{}", scenario.name, options.seed)) : options.out;
    if (!folder.has_filename()) folder = folder.parent_path();  // "night/"
    return folder;
}

// FNV-1a, 64 bits: tells a text that was changed, no more.
std::uint64_t mark_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

// What a run is made of. No time and no name of this machine: equal runs leave equal bytes.
Json ingredients(const RunOptions& options, const Scenario& scenario, const ScenarioText& text,
                 const Prepared& prepared, const std::vector<fs::path>& archives) {
    Json settings = Json::object();
    for (const Setting& setting : options.settings) settings[setting.key] = setting.value;
    Json all = {{"schema", "wlanmedic.lab-result/1"},
                {"scenario", scenario.name},
                {"scenario_mark", fmt::format("{:016x}", mark_of(text.text))},
                {"title", scenario.title},
                {"seed", options.seed},
                {"settings", settings},
                {"realtime", options.realtime},
                {"cpus", options.realtime ? options.cpus : 1},
                {"wlanmedic", options.version},
                {"kernel", prepared.kernel_release},
                {"initramfs", prepared.initramfs.filename().string()},
                // The name tells the program, the stamp its libraries, too.
                {"recorder", digest_of(prepared.recorder)}};
    if (scenario.station.chip) all["modules"] = archives.back().filename().string();
    return all;
}

std::string result_json(Json result, double guest_s, const std::vector<std::string>& unmet) {
    result["guest_s"] = guest_s;
    result["unmet"] = unmet;
    return result.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

/// What is known before the guest runs.
struct Plan {
    ScenarioText text;
    Scenario scenario;
    Prepared prepared;
    std::vector<fs::path> archives;
    fs::path folder;
};

wifi::Result<Plan> plan(const RunOptions& options) {
    auto text = find_scenario(options.scenario);
    if (!text) return std::unexpected(text.error());
    auto scenario = read_scenario(text->text, text->file, options.settings);
    if (!scenario) return std::unexpected(scenario.error());
    auto prepared = find_prepared(options.cache, options.program);
    if (!prepared) return std::unexpected(prepared.error());
    auto archives = archives_for(*scenario, *prepared, {.cache = options.cache, .bes2600 = options.bes2600});
    if (!archives) return std::unexpected(archives.error());
    fs::path folder = folder_of(options, *scenario);
    return Plan{.text = std::move(*text),
                .scenario = std::move(*scenario),
                .prepared = std::move(*prepared),
                .archives = std::move(*archives),
                .folder = std::move(folder)};
}

/// The steps of a run, and what each leaves for the next.
class Run {
public:
    using Watch = std::function<void(const Scenario&, const Stage&)>;

    Run(const RunOptions& options, Plan plan, PartFolder folder)
        : options_(options), plan_(std::move(plan)), folder_(std::move(folder)) {}

    std::expected<Played, Failure> play(const Watch& watch) {
        const auto begin = std::chrono::steady_clock::now();
        if (auto recorded = record(watch); !recorded) return give_up(recorded.error());
        if (!recording_->done) {
            if (options_.keep) keep_what_there_is();
            return give_up({.what = recording_->trouble, .file = plan_.scenario.name, .hint = recording_->hint});
        }
        if (auto written = collect(); !written) return give_up(written.error());
        if (interrupted() != 0) return give_up({.what = "interrupted", .hint = ""});
        if (auto finished = folder_.finish(); !finished) return give_up(finished.error());
        return Played{.folder = plan_.folder,
                      .scenario = std::move(plan_.scenario),
                      .guest_s = guest_s(),
                      .wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
                      .unmet = std::move(unmet_)};
    }

private:
    wifi::Result<void> record(const Watch& watch) {
        const auto initrd = join_initrd(plan_.archives, overlay_archive({.scenario = plan_.text.text,
                                                                         .file = plan_.text.file,
                                                                         .settings = options_.settings,
                                                                         .seed = options_.seed}));
        if (!initrd) return std::unexpected(initrd.error());
        const Machine machine{.emulator = options_.emulator,
                              .kernel = fs::absolute(plan_.prepared.kernel),
                              .initrd = initrd->path(),
                              .clock = plan_.scenario.clock,
                              .seed = options_.seed,
                              .realtime = options_.realtime,
                              .cpus = options_.cpus};
        const Limits limits{
            .wall = options_.wall_limit.value_or(default_wall_limit(plan_.scenario, options_.realtime))};
        auto recording = lab::play(machine, {initrd->descriptor()}, limits,
                                   [&](const Stage& stage) { watch(plan_.scenario, stage); });
        if (!recording) return std::unexpected(recording.error());
        recording_ = std::move(*recording);
        return {};
    }

    wifi::Result<void> collect() {
        const fs::path& part = folder_.path();
        if (auto unpacked = unpack_results(recording_->results, part); !unpacked) return unpacked;
        const fs::path truth_folder = part / "truth";
        std::error_code error;
        fs::create_directories(truth_folder, error);
        if (auto written = write_new_file(truth_folder / "console.txt", recording_->console); !written)
            return written;
        auto truth = tell_truth((truth_folder / "air.pcap").string(), (truth_folder / "injected.jsonl").string());
        if (!truth) return std::unexpected(truth.error());
        if (auto written = write_new_file(part / "truth.json", to_json(*truth)); !written) return written;
        unmet_ = unmet_expectations(plan_.scenario, part);
        const Json made_of = ingredients(options_, plan_.scenario, plan_.text, plan_.prepared, plan_.archives);
        return write_new_file(truth_folder / "result.json", result_json(made_of, guest_s(), unmet_));
    }

    // For whoever looks for the fault: as far as it goes.
    void keep_what_there_is() {
        std::error_code error;
        const fs::path truth_folder = folder_.path() / "truth";
        if (recording_->results.size() > 0) std::ignore = unpack_results(recording_->results, folder_.path());
        fs::create_directories(truth_folder, error);
        std::ignore = write_new_file(truth_folder / "console.txt", recording_->console);
        std::string progress;
        for (const Stage& stage : recording_->stages)
            progress += fmt::format("{} {}\n", stage.guest_s, stage.what);
        std::ignore = write_new_file(truth_folder / "progress.txt", progress);
    }

    std::unexpected<Failure> give_up(wifi::Error error) {
        Failure failure{.error = std::move(error)};
        if (recording_) {
            failure.signal = recording_->signal;
            if (failure.signal == 0) {
                failure.console = last_lines(recording_->console, 20);
                for (const std::string& line : last_lines(recording_->messages, 5))
                    failure.console.push_back(line);
            }
        }
        if (failure.signal == 0) failure.signal = interrupted();
        if (options_.keep && recording_) {
            folder_.keep();
            failure.kept = folder_.path();
        }
        return std::unexpected(std::move(failure));
    }

    double guest_s() const { return recording_->stages.empty() ? 0 : recording_->stages.back().guest_s; }

    const RunOptions& options_;
    Plan plan_;
    PartFolder folder_;
    std::optional<Recording> recording_;
    std::vector<std::string> unmet_;
};

}  // namespace

wifi::Result<ScenarioText> find_scenario(const std::string& name) {
    for (const config::EmbeddedFile& scenario : embedded_scenarios())
        if (fs::path(scenario.file).stem() == name)
            return ScenarioText{.file = std::string(scenario.file), .text = std::string(scenario.text)};
    constexpr std::streamsize most = 1 << 20;
    std::error_code error;
    const bool is_file = fs::is_regular_file(name, error);
    std::ifstream file(name, std::ios::binary);
    if (!is_file || !file)
        return std::unexpected(wifi::Error{.what = "no scenario and no file of this name",
                                           .file = name,
                                           .hint = "wlanmedic lab list names the scenarios"});
    std::string text(static_cast<std::size_t>(most) + 1, '\0');
    file.read(text.data(), most + 1);
    if (file.gcount() > most)
        return std::unexpected(wifi::Error{.what = "is larger than 1 MiB: no scenario", .file = name, .hint = ""});
    text.resize(static_cast<std::size_t>(file.gcount()));
    return ScenarioText{.file = name, .text = std::move(text)};
}

wifi::Duration default_wall_limit(const Scenario& scenario, bool realtime) {
    const wifi::Duration duration = std::max(scenario.duration, wifi::Duration::zero());
    return std::chrono::minutes{5} + (realtime ? 2 * duration : duration / 5);
}

std::expected<Played, Failure> play_run(const RunOptions& options, const Run::Watch& watcher) {
    auto planned = plan(options);
    if (!planned) return failed(planned.error());
    auto folder = PartFolder::make(planned->folder, options.force);
    if (!folder) return failed(folder.error());
    return Run(options, std::move(*planned), std::move(*folder)).play(watcher);
}

std::optional<Played> played_before(const RunOptions& options) {
    auto planned = plan(options);
    if (!planned) return std::nullopt;
    std::ifstream file(planned->folder / "truth" / "result.json", std::ios::binary);
    const Json result = Json::parse(file, nullptr, false);
    if (!result.is_object()) return std::nullopt;
    const Json wanted =
        ingredients(options, planned->scenario, planned->text, planned->prepared, planned->archives);
    for (const auto& [key, value] : wanted.items())
        if (!result.contains(key) || result[key] != value) return std::nullopt;
    const auto guest_s = result.find("guest_s");
    if (guest_s == result.end() || !guest_s->is_number()) return std::nullopt;
    Played played{.folder = planned->folder, .guest_s = guest_s->get<double>()};
    played.unmet = unmet_expectations(planned->scenario, planned->folder);
    played.scenario = std::move(planned->scenario);
    return played;
}

}  // namespace wlanmedic::lab
