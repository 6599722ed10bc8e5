"""Discogs: releases of music, their masters, artists and labels, from the monthly dumps."""
