// SPDX-License-Identifier: MIT
#include "whatif/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "whatif/elementary.h"

namespace wlanmedic::whatif {
namespace {

// Normal-inverse-gamma: of the mean and the variance of the logarithm of seconds. Each prior is worth one loss of
// `seconds`, and takes the standard deviation to be around 1, a factor of e.
struct SpanPrior {
    double seconds;
    double shape = 2;
    double scale = 1;
};
constexpr SpanPrior ordinary_prior{.seconds = 1};
constexpr SpanPrior beyond_limit_prior{.seconds = 60};

LogNormal draw_span(const SpanPrior& prior, const LogMoments& seen, Stream& stream) {
    const double before = logarithm(prior.seconds);
    const double worth = 1 + seen.n;
    const double mean = (before + seen.sum) / worth;
    const double average = seen.n > 0 ? seen.sum / seen.n : before;
    const double within = std::max(seen.sum_of_squares - seen.n * average * average, 0.0);
    const double apart = average - before;
    const double scale = prior.scale + 0.5 * within + 0.5 * seen.n * apart * apart / worth;
    const double variance = scale / stream.gamma(prior.shape + 0.5 * seen.n);
    return {.mean = mean + std::sqrt(variance / worth) * stream.standard_normal(),
            .deviation = std::sqrt(variance)};
}

double draw_probability(double of, double n, Stream& stream) { return stream.beta(0.5 + of, 0.5 + n - of); }

}  // namespace

void LogMoments::add(double seconds, double times) {
    const double log = logarithm(std::max(seconds, 0.001));
    n += times;
    sum += times * log;
    sum_of_squares += times * log * log;
}

double Summary::losses() const {
    double all = 0;
    for (const Stretch& stretch : stretches) all += stretch.losses;
    return all;
}

double Summary::hours() const {
    double all = 0;
    for (const Stretch& stretch : stretches) all += stretch.hours;
    return all;
}

void Summary::add(const Summary& other) {
    stretches.insert(stretches.end(), other.stretches.begin(), other.stretches.end());
    const auto add_moments = [](LogMoments& to, const LogMoments& more) {
        to.n += more.n;
        to.sum += more.sum;
        to.sum_of_squares += more.sum_of_squares;
    };
    for (std::size_t i = 0; i < classes.size(); ++i) {
        classes[i].losses += other.classes[i].losses;
        classes[i].hours += other.classes[i].hours;
        classes[i].decided += other.classes[i].decided;
        classes[i].escalated += other.classes[i].escalated;
    }
    add_moments(ordinary, other.ordinary);
    add_moments(beyond_limit, other.beyond_limit);
    ordinary_told += other.ordinary_told;
    ordinary_failing += other.ordinary_failing;
    escalated_told += other.escalated_told;
    access_point_away += other.access_point_away;
    for (std::size_t i = 0; i < attempts.size(); ++i) attempts[i] += other.attempts[i];
    decrypt_failures += other.decrypt_failures;
    decrypt_hours += other.decrypt_hours;
    access_points = std::max(access_points, other.access_points);
}

std::optional<std::size_t> simulated(outage::Class outage_class) {
    const auto found = std::ranges::find(simulated_classes, outage_class);
    if (found == simulated_classes.end()) return std::nullopt;
    return static_cast<std::size_t>(found - simulated_classes.begin());
}

wifi::Result<Posterior> Posterior::fit(const Summary& summary, const FitOptions& options) {
    if (summary.hours() >= least_hours && summary.losses() >= 2) return Posterior(summary, options);
    wifi::Error error;
    error.what = fmt::format(
        "the evidence has {:.0f} loss{} in {:.3g} h with the link up: too little to fit a model to (at least 2, "
        "in {} h)",
        summary.losses(), summary.losses() == 1 ? "" : "es", summary.hours(), least_hours);
    error.hint =
        fmt::format("give more evidence, or --prior NAME to add what was seen elsewhere: {}", prior_names());
    return std::unexpected(std::move(error));
}

Posterior::Posterior(Summary summary, const FitOptions& options)
    : summary_(std::move(summary)), options_(options), losses_(summary_.stretches, options.independent) {}

Model Posterior::draw(std::uint64_t seed, std::uint32_t number, Hypothesis hypothesis) const {
    // A stream for each part: what one part takes from its stream does not change the others.
    std::uint32_t part = 0;
    const auto next = [&] { return Stream(seed, number, 0, Purpose::parameters, part++); };
    Model model;
    suppose(model, hypothesis);
    model.limit_s = options_.limit_s;
    {
        Stream stream = next();
        model.losses = losses_.draw(stream);
    }

    // Shares of the classes that the evidence has: Dirichlet, made of Gammas; together they are worth half a loss
    // more than was seen, as Jeffreys' prior of one rate is.
    const auto seen = static_cast<double>(
        std::ranges::count_if(summary_.classes, [](const ClassCount& count) { return count.losses > 0; }));
    double sum = 0;
    for (std::size_t i = 0; i < simulated_classes.size(); ++i) {
        const ClassCount& count = summary_.classes[i];
        Stream stream = next();
        if (count.losses <= 0) continue;
        const double rate = stream.gamma(count.losses + 0.5 / seen) / count.hours;
        model.classes.push_back({.outage_class = simulated_classes[i],
                                 .share = rate,
                                 .escalation = draw_probability(count.escalated, count.decided, stream)});
        sum += rate;
    }
    for (LossClass& loss_class : model.classes) loss_class.share /= sum;

    Stream ordinary = next();
    model.ordinary = draw_span(ordinary_prior, summary_.ordinary, ordinary);
    Stream beyond = next();
    model.beyond_limit = draw_span(beyond_limit_prior, summary_.beyond_limit, beyond);
    Stream failing = next();
    model.failing_ordinary = draw_probability(summary_.ordinary_failing, summary_.ordinary_told, failing);
    Stream away = next();
    model.access_point_away = draw_probability(summary_.access_point_away, summary_.escalated_told, away);

    Stream attempts = next();
    double all = 0;
    for (std::size_t i = 0; i < model.attempts.size(); ++i) {
        model.attempts[i] = attempts.gamma(summary_.attempts[i] + 0.5);
        all += model.attempts[i];
    }
    for (double& share : model.attempts) share /= all;

    Stream decrypt = next();
    if (summary_.decrypt_failures > 0)
        model.decrypt_failures_per_hour = decrypt.gamma(summary_.decrypt_failures + 0.5) / summary_.decrypt_hours;
    model.access_points = std::clamp(summary_.access_points, 1, 8);
    return model;
}

}  // namespace wlanmedic::whatif
