// SPDX-License-Identifier: MIT
// wlanmedic lab matrix: scenario x seed, and a table of true against explained outages.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

#include "commands.h"
#include "lab/host/interrupt.h"
#include "lab/host/matrix.h"
#include "lab/host/prepared.h"
#include "lab/scenario/embedded.h"
#include "lab_commands.h"
#include "lab_options.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

struct Options {
    LabOptions lab;
    lab::MatrixOptions matrix;
    std::string seeds = "1";
    std::string out = "lab-matrix";
    std::string format = "text";

    bool is_json() const { return format == "json"; }
};

// "3" or "1-3".
bool read_seeds(const std::string& text, lab::MatrixOptions& matrix) {
    const char* const end = text.data() + text.size();
    auto [rest, error] = std::from_chars(text.data(), end, matrix.first_seed);
    if (error != std::errc{}) return false;
    matrix.last_seed = matrix.first_seed;
    if (rest != end) {
        if (*rest != '-') return false;
        const auto last = std::from_chars(rest + 1, end, matrix.last_seed);
        if (last.ec != std::errc{} || last.ptr != end) return false;
    }
    return matrix.last_seed >= matrix.first_seed && matrix.last_seed - matrix.first_seed < 10'000;
}

// All that are built in; those whose chips need modules that are not prepared are left out, and that is said.
std::vector<std::string> all_that_can_be_played(const lab::RunOptions& run) {
    std::vector<std::string> names;
    std::vector<std::string> left_out;
    std::string hint;
    for (const config::EmbeddedFile& embedded : lab::embedded_scenarios()) {
        std::string name = std::filesystem::path(embedded.file).stem().string();
        const auto scenario = lab::read_scenario(embedded.text, std::string(embedded.file), run.settings);
        if (scenario && scenario->station.chip)
            if (const auto modules = lab::modules_for(*scenario, {.cache = run.cache, .bes2600 = run.bes2600});
                !modules) {
                left_out.push_back(std::move(name));
                hint = modules.error().hint;
                continue;
            }
        names.push_back(std::move(name));
    }
    if (!left_out.empty())
        fmt::print(stderr, "left out, for their modules are not prepared: {}\nhint: {}\n",
                   fmt::join(left_out, ", "), report::for_terminal(hint));
    return names;
}

int run_matrix(Options& options) {
    if (const auto problem = options.lab.read()) return say_usage(*problem);
    lab::MatrixOptions& matrix = options.matrix;
    if (!read_seeds(options.seeds, matrix)) return say_usage("--seeds wants a number or a range, as 1-3");
    if (matrix.scenarios.empty()) matrix.scenarios = all_that_can_be_played(options.lab.run);
    for (const std::string& name : matrix.scenarios) {
        // All errors of scenarios before the first guest starts.
        const auto text = lab::find_scenario(name);
        if (!text) return say_failure({.error = text.error()});
        if (const auto scenario = lab::read_scenario(text->text, text->file, options.lab.run.settings); !scenario)
            return say_failure({.error = scenario.error()});
    }
    matrix.out = options.out;
    std::error_code error;
    std::filesystem::create_directories(matrix.out, error);
    if (error) return say_failure({.error = {.what = error.message(), .file = options.out, .hint = ""}});
    matrix.program = own_program();
    matrix.run = options.lab.run;
    if (matrix.jobs == 0) matrix.jobs = std::max(std::thread::hardware_concurrency(), 1U);
    std::FILE* const table = options.is_json() ? stderr : stdout;
    fmt::print(table, "{}\n", lab::table_head());
    const lab::InterruptWatch watch;
    const auto cells = lab::play_matrix(matrix, [&](const lab::Cell& cell) {
        fmt::print(table, "{}\n", report::for_terminal(lab::table_row(cell)));
        if (cell.judgement && !cell.judgement->is_right())
            fmt::print(table, "  explain: {}\n", report::for_terminal(lab::to_text(*cell.judgement)));
        if (cell.played)
            for (const std::string& unmet : cell.played->unmet)
                fmt::print(table, "  expectation failed: {}\n", report::for_terminal(unmet));
        std::fflush(table);
    });
    if (options.is_json()) fmt::print("{}", lab::to_json(cells));
    if (lab::interrupted() != 0) return 128 + lab::interrupted();
    const auto right = std::ranges::count_if(cells, &lab::Cell::is_right);
    fmt::print(table, "{} of {} are right; their folders are in {}\n", right, cells.size(),
               report::for_terminal(matrix.out.string()));
    return static_cast<std::size_t>(right) == cells.size() ? exit_done : exit_differs;
}

}  // namespace

void add_lab_matrix(CLI::App& lab, std::function<int()>& run) {
    CLI::App* const verb = lab.add_subcommand(
        "matrix", "Play scenarios with several seeds, and compare what explain says with the truth");
    const auto options = std::make_shared<Options>();
    verb->add_option("scenario", options->matrix.scenarios, "Names or files (default: all that are built in)")
        ->type_name("SCENARIO");
    verb->add_option("--seeds", options->seeds, "A seed, or a range of them, as 1-3 (default 1)")
        ->type_name("RANGE");
    verb->add_option("--jobs", options->matrix.jobs, "Guests at a time (default: as many as CPUs)")
        ->check(CLI::Range(1, 256));
    verb->add_option("--out", options->out, "Folder for the runs' folders (default: ./lab-matrix)")
        ->type_name("DIR");
    verb->add_flag("--again", options->matrix.again, "Play also what was played before with the same ingredients");
    verb->add_option("--format", options->format, "text, or json (the table goes to standard error then)")
        ->check(CLI::IsMember({"text", "json"}));
    options->lab.add_to(*verb);
    verb->footer(
        "Exit status: 0 all are right; 4 one could not be played, an expectation failed, or explain differs from "
        "the\n"
        "truth; 2 wrong usage; 128 and more: ended by a signal. What is whole is not played again.\n"
        "\n"
        "Examples:\n"
        "  wlanmedic lab matrix                              all scenarios, seed 1\n"
        "  wlanmedic lab matrix connection-loss wedge-link --seeds 1-10\n"
        "  wlanmedic lab matrix --format json >matrix.json");
    verb->callback([&run, options] { run = [options] { return run_matrix(*options); }; });
}

}  // namespace wlanmedic::app
