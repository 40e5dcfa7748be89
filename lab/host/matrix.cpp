// SPDX-License-Identifier: MIT
#include "lab/host/matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "lab/host/interrupt.h"
#include "lab/host/judged.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Cell play_cell(const MatrixOptions& options, const std::string& scenario, std::uint64_t seed) {
    Cell cell{.scenario = scenario, .seed = seed};
    RunOptions run = options.run;
    run.scenario = scenario;
    run.seed = seed;
    run.out = options.out / fmt::format("{}-{}", fs::path(scenario).stem().string(), seed);
    run.force = true;  // what is there is a run's, and not this one
    if (!options.again) cell.played = played_before(run);
    cell.again = cell.played.has_value();
    if (!cell.played) {
        auto played = play_run(run, [](const Scenario&, const Stage&) {});
        if (played)
            cell.played = std::move(*played);
        else
            cell.failure = std::move(played.error());
    }
    if (!cell.played) return cell;
    auto judgement = judge_folder(options.program, cell.played->folder, cell.played->scenario);
    if (judgement)
        cell.judgement = std::move(*judgement);
    else
        cell.failure = Failure{.error = judgement.error(), .signal = interrupted()};
    return cell;
}

}  // namespace

bool Cell::is_right() const {
    return !failure && played && played->unmet.empty() && judgement && judgement->is_right();
}

std::vector<Cell> play_matrix(const MatrixOptions& options, const std::function<void(const Cell&)>& done) {
    const std::uint64_t seeds = options.last_seed - options.first_seed + 1;
    const std::uint64_t count = options.scenarios.size() * seeds;
    std::vector<std::optional<Cell>> cells(count);
    std::atomic<std::uint64_t> next = 0;
    std::mutex one_at_a_time;
    const auto work = [&] {
        for (std::uint64_t i = next++; i < count && interrupted() == 0; i = next++) {
            Cell cell = play_cell(options, options.scenarios[i / seeds], options.first_seed + i % seeds);
            const std::scoped_lock lock(one_at_a_time);
            done(cell);
            cells[i] = std::move(cell);
        }
    };
    {
        // A child dies with the thread that started it: each of these waits for its own.
        std::vector<std::jthread> workers;
        for (std::uint64_t i = 0; i < std::min<std::uint64_t>(options.jobs, count); ++i)
            workers.emplace_back(work);
    }
    std::vector<Cell> played;
    for (std::optional<Cell>& cell : cells)
        if (cell) played.push_back(std::move(*cell));
    return played;
}

std::string to_json(const std::vector<Cell>& cells) {
    Json rows = Json::array();
    for (const Cell& cell : cells) {
        Json row = {{"scenario", cell.scenario}, {"seed", cell.seed}, {"right", cell.is_right()}};
        row["again"] = cell.again;
        row["error"] = cell.failure ? Json(cell.failure->error.to_string()) : Json(nullptr);
        if (cell.played) {
            row["folder"] = cell.played->folder.string();
            row["guest_s"] = cell.played->guest_s;
            row["wall_s"] = cell.again ? Json(nullptr) : Json(cell.played->wall_s);
            row["unmet"] = cell.played->unmet;
        }
        if (cell.judgement) {
            row["outages"] = cell.judgement->true_outages();
            row["explained"] = explained_outages(*cell.judgement);
            row["missed"] = cell.judgement->count(Compared::Verdict::missed);
            row["invented"] = cell.judgement->count(Compared::Verdict::invented);
            row["largest_error_s"] = largest_error_s(*cell.judgement);
            row["judgement"] = Json::parse(to_json(*cell.judgement));
        }
        rows.push_back(std::move(row));
    }
    const Json matrix = {{"schema", "wlanmedic.lab-matrix/1"}, {"cells", rows}};
    return matrix.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

std::string table_head() {
    return fmt::format("{:<32} {:>5} {:>6} {:>9} {:>6} {:>8} {:>8} {:>6} {:<12} {:>9} {:>7}", "scenario", "seed",
                       "true", "explained", "missed", "invented", "error/s", "stalls", "expectations", "guest/s",
                       "wall/s");
}

std::string table_row(const Cell& cell) {
    std::string row = fmt::format("{:<32} {:>5}", fs::path(cell.scenario).stem().string(), cell.seed);
    if (cell.failure || !cell.judgement || !cell.played)
        return row + fmt::format(" {}", cell.failure ? cell.failure->error.to_string() : "not played");
    const Judgement& judgement = *cell.judgement;
    const auto stalls =
        std::ranges::count_if(judgement.stalls, [](const Compared& one) { return one.truth.has_value(); });
    row += fmt::format(" {:>6} {:>9} {:>6} {:>8} {:>8.3f}", judgement.true_outages(), explained_outages(judgement),
                       judgement.count(Compared::Verdict::missed), judgement.count(Compared::Verdict::invented),
                       largest_error_s(judgement));
    row +=
        fmt::format(" {:>6} {:<12}",
                    fmt::format("{}/{}", stalls - static_cast<std::ptrdiff_t>(judgement.wrong_stalls()), stalls),
                    cell.played->unmet.empty() ? "held" : fmt::format("{} failed", cell.played->unmet.size()));
    row += fmt::format(" {:>9.1f} {:>7}", cell.played->guest_s,
                       cell.again ? "before" : fmt::format("{:.1f}", cell.played->wall_s));
    return row;
}

}  // namespace wlanmedic::lab
