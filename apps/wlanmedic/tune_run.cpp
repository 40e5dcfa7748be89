// SPDX-License-Identifier: MIT
// The way of a sweep: candidates, what is done already, the rest of them, the last round, the choice.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "lab/host/interrupt.h"
#include "mpi_world.h"
#include "output.h"
#include "policy/policy_writer.h"
#include "profiles.h"
#include "remaining_time.h"
#include "report/safe_text.h"
#include "status_line.h"
#include "tune/identity.h"
#include "tune/state.h"
#include "tune/sweep.h"
#include "tune_command.h"
#include "tune_options.h"
#include "tune_report.h"
#include "tune_state_file.h"
#include "whatif/workers.h"

namespace wlanmedic::app {
namespace {

using Json = nlohmann::ordered_json;

int wrong_usage(const wifi::Error& error) {
    say_error(error);
    return exit_usage;
}

int trouble(const wifi::Error& error) {
    say_error(error);
    return exit_trouble;
}

wifi::Result<policy::Policy> base_of(const TuneOptions& options) {
    const bool is_default = options.policy.empty();
    const auto known =
        chosen_policies({is_default ? "b-1-gated" : options.policy}, options.simulation.policy_directories);
    if (!known) return std::unexpected(known.error());
    policy::Policy base = *known->front().policy;
    if (is_default) {
        base.gates.clear();
        base.name = "b-1-gated without its gate";
    }
    return base;
}

wifi::Result<tune::Part> part_of(const std::string& text) {
    if (text.empty()) return tune::Part{};
    const auto slash = text.find('/');
    const auto number = [](std::string_view digits) {
        std::size_t value = 0;
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return problem == std::errc{} && end == digits.data() + digits.size() ? value : 0;
    };
    const std::size_t part = slash == std::string::npos ? 0 : number(std::string_view(text).substr(0, slash));
    const std::size_t of = slash == std::string::npos ? 0 : number(std::string_view(text).substr(slash + 1));
    if (part == 0 || part > of || of > 100'000)
        return std::unexpected(wifi::Error{.what = fmt::format("--shard: \"{}\" is no part of a whole", text),
                                           .hint = "As in --shard 2/3: the second of three, of at most 100000."});
    return tune::Part{.index = part - 1, .of = of};
}

std::optional<wifi::Error> contradiction(const TuneOptions& options) {
    if (!options.shard.empty() && options.state.empty())
        return wifi::Error{.what = "--shard needs --state", .hint = "The part is written there."};
    if (!options.shard.empty() && (!options.merge.empty() || !options.write.empty() || options.choose))
        return wifi::Error{.what = "--shard does not go together with --merge, --write or --choose",
                           .hint = "Choose when the parts are merged."};
    if (!options.merge.empty() && !options.state.empty())
        return wifi::Error{.what = "--merge does not go together with --state",
                           .hint = "Name the state as one more --merge."};
    if (is_under_mpirun() && (!options.shard.empty() || !options.merge.empty()))
        return wifi::Error{.what =
                               "mpirun splits the sweep itself: --shard and --merge do not go together with it"};
    return std::nullopt;
}

// All that stays the same while the sweep goes on.
struct Sweep {
    const TuneOptions& options;
    const tune::Space& space;
    const tune::World& world;
    const tune::Recorded& recorded;
    Json identity;
};

void announce(const Sweep& sweep) {
    const tune::Axes& axes = sweep.space.axes();
    fmt::print(
        stderr,
        "{} candidates: {} counts x {} windows x {} gates x {} cool-downs x {} ladders, {} left out; {} nights "
        "of {} h each\n",
        sweep.space.size(), axes.counts.size(), axes.windows.size(), axes.gates.size(), axes.cool_downs.size(),
        axes.ladders.size(), sweep.space.crossed() - sweep.space.size(),
        static_cast<std::uint64_t>(sweep.world.plan.draws) * sweep.world.plan.nights,
        short_number(sweep.world.plan.hours));
}

int say_interrupted(const Sweep& sweep, const tune::Results& results) {
    if (sweep.options.state.empty())
        fmt::print(stderr,
                   "wlanmedic: interrupted, and nothing is kept\nhint: --state FILE keeps what is done.\n");
    else
        fmt::print(
            stderr, "wlanmedic: interrupted: {} of {} chunks are in {}; the same command goes on from there\n",
            results.chunks() - results.missing(), results.chunks(), report::for_terminal(sweep.options.state));
    return 128 + lab::interrupted();
}

// Sweeps what of the part is not there yet. Something: the exit status with which all ends.
std::optional<int> play_part(const Sweep& sweep, const tune::Part& part, unsigned threads, bool watched,
                             tune::Results& results) {
    std::optional<TuneStateFile> state;
    if (!sweep.options.state.empty()) {
        // Each process of mpirun keeps its own.
        const std::string path = is_under_mpirun() && part.index > 0
                                     ? fmt::format("{}.{}", sweep.options.state, part.index)
                                     : sweep.options.state;
        auto opened = TuneStateFile::open(path, sweep.identity, results);
        if (!opened) return trouble(opened.error());
        state = *std::move(opened);
    }
    const std::vector<std::size_t> chunks = results.missing(part);
    const std::size_t of_part = (results.chunks() + part.of - 1 - part.index) / part.of;
    const auto share = [&](std::size_t left) {
        return of_part > 0 ? 1 - static_cast<double>(left) / static_cast<double>(of_part) : 1;
    };
    StatusLine line(watched);
    const RemainingTime time(share(chunks.size()));
    const auto done = tune::sweep(
        sweep.space, sweep.world, sweep.recorded, chunks, threads,
        [&](std::size_t chunk) -> wifi::Result<void> {
            return state ? state->append(tune::state_line(chunk, results.of(chunk))) : wifi::Result<void>();
        },
        [&](std::size_t count) {
            line.draw(time.text("sweeping", share(chunks.size() - count)));
            return lab::interrupted() == 0;
        },
        results);
    line.draw("");
    if (!done) return trouble(done.error());
    if (!*done) return say_interrupted(sweep, results);
    return std::nullopt;
}

std::optional<int> merge(const Sweep& sweep, tune::Results& results) {
    for (const std::string& path : sweep.options.merge)
        if (const auto read = read_tune_state(path, sweep.identity, results); !read) return trouble(read.error());
    if (results.missing() == 0) return std::nullopt;
    return trouble({.what = fmt::format("of {} chunks of the sweep {} are in none of these files",
                                        results.chunks(), results.missing()),
                    .hint = "Finish the parts (the same command goes on), and give --merge for each."});
}

// Rank 0 has all afterwards; something on the others and where it fails.
std::optional<int> gather(const Sweep& sweep, const MpiWorld& world, const tune::Part& part,
                          tune::Results& results) {
    std::string text = tune::state_header(sweep.identity);
    for (std::size_t chunk = part.index; chunk < results.chunks(); chunk += part.of)
        text += tune::state_line(chunk, results.of(chunk));
    const auto all = world.gather(text);
    if (!all) return exit_done;
    for (std::size_t rank = 1; rank < all->size(); ++rank) {
        const auto read = tune::read_state((*all)[rank], fmt::format("process {}", rank), sweep.identity, results);
        if (!read) return trouble(read.error());
    }
    return std::nullopt;
}

std::optional<TuneReport::Under> under(const Sweep& sweep, whatif::Hypothesis hypothesis,
                                       const policy::Policy& chosen, const std::atomic<bool>& stop) {
    tune::World world = sweep.world;
    world.plan.hypothesis = hypothesis;
    world.plan.draws *= tune::final_draws;
    const std::vector<std::shared_ptr<const policy::Policy>> both{
        std::make_shared<const policy::Policy>(policy::Policy{.name = "none"}),
        std::make_shared<const policy::Policy>(chosen)};
    const auto played = tune::play_nights(world, both, sweep.world.plan.draws, stop);
    if (!played) return std::nullopt;
    const whatif::Outcome none = whatif::conclude(played->front(), world.plan.hours);
    const whatif::Outcome treated = whatif::conclude(played->back(), world.plan.hours);
    return TuneReport::Under{
        .hypothesis = hypothesis,
        .none_dead_s = none.dead_s_per_day,
        .chosen_dead_s = treated.dead_s_per_day,
        .chosen_resets = treated.resets_per_day,
        .saved = tune::difference(played->front(), played->back(), whatif::DrawTally::dead_s, world.plan.hours)};
}

std::vector<std::optional<TuneReport::Heat>> heat_of(const Sweep& sweep, const tune::Results& results) {
    std::vector<std::optional<TuneReport::Heat>> heat;
    for (const auto& best : tune::best_of_each(sweep.space, results.all(), sweep.options.most_resets)) {
        heat.emplace_back();
        if (best)
            heat.back() = {.candidate = *best,
                           .dead_s = results.all()[*best].dead_s,
                           .error = results.all()[*best].dead_error};
    }
    return heat;
}

// False: it was interrupted.
bool describe_choice(const Sweep& sweep, const Fit& fit, unsigned threads, TuneReport& report) {
    const tune::Finalist& chosen = report.finalists[report.front.members[report.chosen]];
    report.policy = *chosen.policy;
    for (const config::Finding& finding : policy::advice(report.policy, fit.machine))
        report.policy_warnings.push_back(finding.what);
    if (!chosen.candidate) return true;
    std::vector<whatif::Hypothesis> others;
    for (const auto& [hypothesis, name] : whatif::hypothesis_names)
        if (hypothesis != sweep.world.plan.hypothesis) others.push_back(hypothesis);
    report.under.resize(others.size());
    return whatif::in_parallel(
        others.size(), threads,
        [&](std::size_t i, const std::atomic<bool>& stop) {
            if (const auto one = under(sweep, others[i], report.policy, stop)) report.under[i] = *one;
        },
        [](std::size_t) { return lab::interrupted() == 0; });
}

// What replay says of all candidates.
TuneReport::Replayed replayed(const tune::Recorded& recorded, const tune::Results& results) {
    const auto count = [](const auto& all, const auto& holds) {
        return static_cast<std::size_t>(std::ranges::count_if(all, holds));
    };
    return {.events = recorded.is_there() ? recorded.events() : 0,
            .outages = recorded.outages().size(),
            .blackholes = count(recorded.outages(), &whatif::OutageSummary::blackhole),
            .firing = count(results.all(), [](const tune::Result& one) { return one.replay.firings > 0; }),
            .falsely = count(results.all(), [](const tune::Result& one) { return one.replay.false_alarms > 0; }),
            .missing = count(results.all(), [](const tune::Result& one) { return one.replay.missed > 0; })};
}

int write_policy(const std::string& path, const TuneReport& report) {
    std::ofstream file(path, std::ios::binary);
    file << policy::to_toml(report.policy, reasons(report, command_line()));
    file.close();
    if (file) return exit_done;
    return trouble({.what = "the policy could not be written", .file = path});
}

int conclude(const Sweep& sweep, Fit&& fit, const tune::Results& results, unsigned threads) {
    StatusLine line(true);
    const RemainingTime time;
    const auto candidates = tune::nominal_front(results.all(), sweep.options.most_resets);
    auto finalists =
        tune::last_round(sweep.space, sweep.world, sweep.recorded, candidates, threads, [&](std::size_t done) {
            line.draw(time.text("the last round",
                                static_cast<double>(done) / static_cast<double>(candidates.size() + 1)));
            return lab::interrupted() == 0;
        });
    line.draw("");
    if (!finalists) return say_interrupted(sweep, results);
    TuneReport report{.fit = std::move(fit.report),
                      .space = &sweep.space,
                      .most_resets = sweep.options.most_resets,
                      .replayed = replayed(sweep.recorded, results),
                      .heat = heat_of(sweep, results),
                      .finalists = *std::move(finalists)};
    report.fit.plan.hypothesis = sweep.world.plan.hypothesis;
    report.front = tune::front_of(report.finalists, sweep.world.plan.hours, sweep.options.most_resets);
    for (const std::size_t i : report.front.members) {
        const tune::Finalist& one = report.finalists[i];
        report.saved.push_back(tune::difference(report.finalists.front().draws, one.draws,
                                                whatif::DrawTally::dead_s, sweep.world.plan.hours));
        report.as_good.push_back(one.candidate ? tune::as_good_as(results.all(), *one.candidate) : 0);
    }
    report.chosen = sweep.options.choose ? *sweep.options.choose - 1 : report.front.chosen;
    report.chosen_by_hand = sweep.options.choose.has_value();
    if (report.chosen >= report.front.members.size())
        return wrong_usage(
            {.what = fmt::format("--choose {}: the front has {}", report.chosen + 1, report.front.members.size()),
             .hint = "With --state a sweep need not be played again to choose anew."});
    if (!describe_choice(sweep, fit, threads, report)) return say_interrupted(sweep, results);
    int status = fit.unread ? exit_trouble : exit_done;
    if (!sweep.options.write.empty()) status = std::max(status, write_policy(sweep.options.write, report));
    return write_out(sweep.options.format == "json" ? tune_json(report) : tune_text(report, shading_of_output()),
                     status);
}

int play(const Sweep& sweep, Fit&& fit, const tune::Part& shard) {
    const lab::InterruptWatch watch;
    tune::Results results(sweep.space.size());
    unsigned threads = sweep.world.plan.threads;
    if (!sweep.options.merge.empty()) {
        if (const auto end = merge(sweep, results)) return *end;
        return conclude(sweep, std::move(fit), results, threads);
    }
    const auto world = MpiWorld::join();
    if (!world) return wrong_usage(world.error());
    if (world->rank() == 0) announce(sweep);
    // Processes of mpirun share the processors already.
    if (world->size() > 1 && !sweep.options.threads_given) threads = 1;
    const tune::Part part = world->size() > 1 ? tune::Part{.index = world->rank(), .of = world->size()} : shard;
    if (const auto end = play_part(sweep, part, threads, world->rank() == 0, results)) {
        if (world->size() > 1) world->abandon(*end);
        return *end;
    }
    if (!sweep.options.shard.empty()) {
        fmt::print(stderr, "part {} of {} is whole in {}\n", shard.index + 1, shard.of,
                   report::for_terminal(sweep.options.state));
        return fit.unread ? exit_trouble : exit_done;
    }
    if (world->size() > 1)
        if (const auto end = gather(sweep, *world, part, results)) return *end;
    return conclude(sweep, std::move(fit), results, threads);
}

}  // namespace

int run_tune(const TuneOptions& options) {
    if (const auto error = contradiction(options)) return wrong_usage(*error);
    const auto part = part_of(options.shard);
    if (!part) return wrong_usage(part.error());
    auto axes = tune::parse_axes(options.axes);
    if (!axes) return wrong_usage(axes.error());
    auto base = base_of(options);
    if (!base) return wrong_usage(base.error());
    const auto drivers = known_profiles(options.simulation.driver_directories);
    if (!drivers) return wrong_usage(drivers.error());
    tune::Recorded recorded;
    auto fit = fit_to_evidence(options.simulation, *drivers, &recorded);
    if (!fit) return fit.error();
    if (recorded.too_long())
        fit->report.warnings.push_back(fmt::format(
            "the evidence has more than {} events: no candidate was replayed on it", tune::Recorded::most_events));
    const auto space = tune::Space::cross(*std::move(axes), *std::move(base), fit->forbidden);
    if (!space) return wrong_usage(space.error());
    tune::World world{.posterior = &fit->posterior, .forbidden = fit->forbidden, .plan = options.simulation.plan};
    world.plan.hypothesis = *config::value_in(whatif::hypothesis_names, options.hypothesis);
    const Sweep sweep{
        .options = options,
        .space = *space,
        .world = world,
        .recorded = recorded,
        .identity = tune::identity(WLANMEDIC_VERSION, *space, world, options.simulation.independent, recorded)};
    return play(sweep, *std::move(fit), *part);
}

}  // namespace wlanmedic::app
